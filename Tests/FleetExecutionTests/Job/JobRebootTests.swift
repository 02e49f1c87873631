import FleetCore
import enum FleetCore.ExitStatus
import Testing

@testable import FleetExecution

@Suite("A job: reboots")
struct JobStateMachineRebootTests {
    @Test("in the middle of the script ends it as rebooted, after what was still printed")
    func inMidScript() {
        var bench = Bench()
        bench.follow()
        bench.send(.connectionLost(attempt: 1, reset))
        bench.send(.timerFired(.reconnect(attempt: 2)))
        bench.send(.connected(attempt: 2, notices: []))
        bench.send(.answered(attempt: 2, .header(.interrupted, boot: "B")))
        let alert = JobStateMachine.Action.report(
            .rebooted(before: BootIdentity("A"), after: BootIdentity("B")))
        #expect(bench.last.contains(alert))
        bench.send(.received(attempt: 2, bytes: 7))
        bench.send(.runnerGone(attempt: 2, .reboot))
        #expect(bench.outcome == .rebooted)
    }

    @Test("after the script's end leaves its true exit")
    func afterTheEnd() {
        var bench = Bench()
        bench.follow()
        bench.send(.connectionLost(attempt: 1, reset))
        bench.send(.timerFired(.reconnect(attempt: 2)))
        bench.send(.connected(attempt: 2, notices: []))
        bench.send(.answered(attempt: 2, .header(.exited, boot: "B")))
        bench.send(.scriptEnded(attempt: 2, .code(0)))
        #expect(bench.outcome == .ok)
    }

    @Test(
        "a spool that is gone means a reboot only where the boot identity changed",
        arguments: [("A", Outcome.Word.lost), ("B", .rebooted)])
    func missingSpool(boot: String, word: Outcome.Word) {
        var bench = Bench()
        bench.follow()
        bench.send(.connectionLost(attempt: 1, reset))
        bench.send(.timerFired(.reconnect(attempt: 2)))
        bench.send(.connected(attempt: 2, notices: []))
        bench.send(.answered(attempt: 2, .header(.missing, boot: boot, bootAtStart: nil)))
        #expect(bench.outcome?.word == word)
    }

    @Test("a runner that is gone is a loss unless the machine reboots soon, and never ok")
    func runnerKilled() {
        var bench = Bench()
        bench.follow()
        let began = bench.now
        bench.askOn(boot: "A") { .runnerGone(attempt: $0, .runner) }
        #expect(bench.outcome?.word == .lost)
        #expect(.seconds(15)...(.seconds(20)) ~= began.duration(to: bench.now))
    }

    @Test("a runner that a shutdown ended while the host still let us in is a reboot")
    func runnerEndedByShutdown() {
        var bench = Bench()
        bench.follow()
        bench.send(.runnerGone(attempt: 1, .runner))
        #expect(bench.outcome == nil)
        bench.askOn(from: 2, boot: "B") { .runnerGone(attempt: $0, .runner) }
        #expect(bench.outcome == .rebooted)
    }
}

@Suite("A job: what a reboot means")
struct JobStateMachineRebootPolicyTests {
    /// A job whose link broke and whose host is back after a reboot in mid-script.
    private func rebooted(_ policy: RebootPolicy) -> Bench {
        var bench = Bench { $0.onReboot = policy }
        bench.follow()
        bench.send(.received(attempt: 1, bytes: 7))
        bench.send(.connectionLost(attempt: 1, reset))
        bench.send(.timerFired(.reconnect(attempt: 2)))
        bench.send(.connected(attempt: 2, notices: []))
        bench.send(.answered(attempt: 2, .header(.interrupted, boot: "B")))
        bench.send(.runnerGone(attempt: 2, .reboot))
        return bench
    }

    @Test("starts the script again, which sees the count, but not for ever")
    func rerun() {
        var bench = rebooted(.rerun(most: 1))
        #expect(bench.outcome == nil)
        bench.send(.connected(attempt: 3, notices: []))
        let request = JobStateMachine.Action.request(attempt: 3, .init(start: 2, reboots: 1))
        #expect(bench.last.contains(request))
        bench.send(.answered(attempt: 3, .header(.started, boot: "B", bootAtStart: "B")))
        bench.send(.connectionLost(attempt: 3, reset))
        bench.send(.timerFired(.reconnect(attempt: 4)))
        bench.send(.connected(attempt: 4, notices: []))
        bench.send(.answered(attempt: 4, .header(.interrupted, boot: "C", bootAtStart: "B")))
        bench.send(.runnerGone(attempt: 4, .reboot))
        #expect(bench.outcome == .rebooted)
    }

    @Test("is the success of a step that is meant to reboot")
    func expected() {
        #expect(rebooted(.expected(within: .seconds(60))).outcome == .ok)
    }

    @Test("is waited for when the script ends before it")
    func expectedLater() {
        var bench = Bench { $0.onReboot = .expected(within: .seconds(60)) }
        bench.follow()
        bench.send(.scriptEnded(attempt: 1, .code(0)))
        #expect(bench.outcome == nil)
        #expect(bench.last.contains(.leave(attempt: 1, removingSpool: false)))
        bench.send(.timerFired(.reconnect(attempt: 2)))
        bench.send(.connectFailed(attempt: 2, TransportError(.timedOut, "down")))
        bench.send(.timerFired(.reconnect(attempt: 3)))
        bench.send(.connected(attempt: 3, notices: []))
        bench.send(.answered(attempt: 3, .header(.exited, boot: "B")))
        bench.send(.scriptEnded(attempt: 3, .code(0)))
        #expect(bench.outcome == .ok)
    }

    @Test("that ends the script is the success of a step that is meant to reboot")
    func expectedEndsScript() throws {
        let term = ExitStatus.signal(try #require(SignalNumber("TERM")))
        var bench = Bench { $0.onReboot = .expected(within: .seconds(60)) }
        bench.follow()
        bench.send(.scriptEnded(attempt: 1, term))
        #expect(bench.outcome == nil)
        bench.askOn(from: 2, boot: "B") { .scriptEnded(attempt: $0, term) }
        #expect(bench.outcome == .ok)

        var other = Bench { $0.onReboot = .expected(within: .seconds(60)) }
        other.follow()
        other.askOn(boot: "A") { .scriptEnded(attempt: $0, term) }
        #expect(other.outcome == .failed(term))
    }

    @Test("is no longer waited for when the operator wants the job ended")
    func cancelledWhileAwaited() {
        var bench = Bench { $0.onReboot = .expected(within: .seconds(60)) }
        bench.follow()
        bench.send(.scriptEnded(attempt: 1, .code(0)))
        bench.send(.cancelled)
        #expect(bench.outcome == .cancelled)
    }

    @Test("that doesn't come is an error")
    func expectedNever() {
        var bench = Bench { $0.onReboot = .expected(within: .seconds(60)) }
        bench.follow()
        bench.send(.scriptEnded(attempt: 1, .code(0)))
        var attempt = 2
        while bench.outcome == nil, attempt < 1_000 {
            bench.now += bench.pause ?? .zero
            bench.send(.timerFired(.reconnect(attempt: attempt)))
            bench.send(.connected(attempt: attempt, notices: []))
            bench.send(.answered(attempt: attempt, .header(.exited, boot: "A")))
            bench.send(.scriptEnded(attempt: attempt, .code(0)))
            attempt += 1
        }
        #expect(bench.outcome == .timeout)
        #expect(attempt < 100, "it is asked less and less often")
    }
}
