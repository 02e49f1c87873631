import FleetCore
import Testing

@testable import FleetExecution

@Suite("Copying: losing and regaining the connection")
struct ReconnectionTests {
    private let start = ContinuousClock.now
    private var policy = JobPolicy()
    private let lost = TransportError(.lost, "it is gone")

    init() { policy.reconnect = .within(.seconds(60)) }

    private func begin() -> Reconnection { Reconnection(policy: policy, seed: 1) }

    @Test("a host that nobody listens on is not tried again")
    func refused() {
        var reconnection = begin()
        let error = TransportError(.refused, "refused")
        #expect(
            reconnection.failed(error, at: start)
                == .end(.unreachable(Unreachable(error.layer, "refused"))))
    }

    @Test("a loss is tried again with growing pauses, until patience runs out")
    func growsPauses() {
        var reconnection = begin()
        reconnection.progressed()
        var now = start
        var pauses: [Duration] = []
        var verdict = reconnection.lost(lost, at: now)
        while case .again(let pause) = verdict {
            pauses.append(pause)
            now += pause
            verdict = reconnection.failed(TransportError(.timedOut, "silence"), at: now)
        }
        #expect(verdict == .end(.lost("no contact for 60 s; tcp: silence")))
        #expect(pauses.count > 5)
        #expect(pauses[0] <= .milliseconds(200))
        #expect(pauses[5] > .seconds(3))
        #expect(start.duration(to: now) <= .seconds(60))
    }

    @Test("an outage ends with progress and not with a login", arguments: [true, false])
    func endsWithProgress(isProgress: Bool) {
        var reconnection = begin()
        reconnection.progressed()
        var now = start
        var pauses: [Duration] = []
        for _ in 0..<6 {
            guard case .again(let pause) = reconnection.lost(lost, at: now) else { break }
            pauses.append(pause)
            now += pause
            if isProgress { reconnection.progressed() }
        }
        #expect(pauses.count == 6)
        #expect(((pauses.last ?? .zero) < .seconds(1)) == isProgress)
        #expect((reconnection.away(at: now) == nil) == isProgress)
    }

    @Test("a server that opens no channel is not waited for as long as one that was lost")
    func refusesChannels() {
        var reconnection = begin()
        let refused = TransportError(.channelRefused, "no further channel")
        var now = start
        while case .again(let pause) = reconnection.lost(refused, at: now) { now += pause }
        #expect(start.duration(to: now) < JobStateMachine.patienceWithBusyServers)
    }

    @Test("a host that comes back with another key is another machine")
    func refusesOtherKey() {
        var reconnection = begin()
        reconnection.progressed()
        _ = reconnection.lost(lost, at: start)
        let changed = TransportError(.hostKeyChanged, "not the known key")
        let verdict = reconnection.failed(changed, at: start)
        #expect(verdict == .end(.lost("it came back with another host key: not the known key")))
    }
}
