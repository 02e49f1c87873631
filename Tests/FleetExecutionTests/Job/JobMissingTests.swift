import FleetCore
import Testing

@testable import FleetExecution

/// The first request went unanswered: it may have started the script, or not.
@Suite("A job that isn't on the host after a request went unanswered")
struct JobMissingTests {
    /// The second request is made `pause` after the first, and answered `travel` later.
    private func asked(
        again pause: Duration, travel: Duration = .zero, uptime: Duration?
    ) -> Bench {
        var bench = Bench()
        bench.send(.connected(attempt: 1, notices: []))
        bench.send(.connectionLost(attempt: 1, TransportError(.lost, "reset")))
        bench.now += pause
        bench.send(.timerFired(.reconnect(attempt: 2)))
        bench.send(.connected(attempt: 2, notices: []))
        bench.now += travel
        var header = AnswerHeader.header(.missing, boot: "A", bootAtStart: nil)
        header.uptime = uptime
        bench.send(.answered(attempt: 2, header))
        return bench
    }

    @Test("is started under the boot that has seen both requests, and under no other")
    func startsUnderBoot() {
        var bench = asked(again: .seconds(5), uptime: .seconds(7))
        #expect(
            bench.last.suffix(2) == [
                .leave(attempt: 2, removingSpool: false), .connect(attempt: 3),
            ])
        bench.send(.connected(attempt: 3, notices: []))
        #expect(
            bench.last.contains(
                .request(attempt: 3, .init(launch: .under(BootIdentity("A"))))))
        bench.send(.answered(attempt: 3, .header(.started, boot: "A")))
        #expect(bench.last.contains(.report(.started(attempt: 1))))
        bench.send(.scriptEnded(attempt: 3, .code(0)))
        #expect(bench.outcome == .ok)
        #expect(bench.last.contains(.leave(attempt: 3, removingSpool: false)))
    }

    @Test(
        "is lost where the machine may have booted in between, however short the reboot was",
        arguments: [
            (Duration.seconds(5), Duration.zero, Optional(Duration.seconds(4))),
            (.seconds(5), .seconds(1), .milliseconds(5_900)),
            (.zero, .milliseconds(140), .milliseconds(60)),
            (.seconds(5), .zero, nil),
        ])
    func isLost(pause: Duration, travel: Duration, uptime: Duration?) {
        let bench = asked(again: pause, travel: travel, uptime: uptime)
        #expect(bench.outcome?.word == .lost)
    }

    @Test("is lost where the machine reboots before it can be started")
    func isLostLater() {
        var bench = asked(again: .seconds(5), uptime: .seconds(7))
        bench.send(.connected(attempt: 3, notices: []))
        bench.now += .seconds(3)
        var header = AnswerHeader.header(.missing, boot: "B", bootAtStart: nil)
        header.uptime = .seconds(1)
        bench.send(.answered(attempt: 3, header))
        #expect(bench.outcome?.word == .lost)
    }

    @Test(
        "is not started once it is to be ended, and a request that is still on its way starts nothing either"
    )
    func isCancelled() {
        var bench = Bench()
        bench.send(.connected(attempt: 1, notices: []))
        bench.send(.cancelled)
        #expect(bench.last == [.report(.ending(.cancelled))])
        bench.send(.connectionLost(attempt: 1, TransportError(.lost, "reset")))
        bench.send(.timerFired(.reconnect(attempt: 2)))
        bench.send(.connected(attempt: 2, notices: []))
        #expect(bench.last.contains(.request(attempt: 2, .init(launch: .never))))
        var header = AnswerHeader.header(.missing, boot: "A", bootAtStart: nil)
        header.uptime = .seconds(1_000)
        bench.send(.answered(attempt: 2, header))
        #expect(bench.last.contains(.endScript(attempt: 2, start: 1)))
        bench.send(.endAnswered(attempt: 2, .ended))
        #expect(bench.outcome == .cancelled)
    }
}
