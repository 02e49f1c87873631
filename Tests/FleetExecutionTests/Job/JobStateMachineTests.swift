import FleetCore
import enum FleetCore.ExitStatus
import Testing

@testable import FleetExecution

@Suite("A job: from the first attempt to its end")
struct JobStateMachineTests {
    @Test(
        "ends as the script ended",
        arguments: [
            (ExitStatus.code(0), Outcome.ok), (.code(3), .failed(.code(3))),
            (.noInterpreter("/bin/x"), .failed(.noInterpreter("/bin/x"))),
        ])
    func endsAsTheScript(exit: ExitStatus, outcome: Outcome) {
        var bench = Bench()
        bench.follow()
        bench.send(.received(attempt: 1, bytes: 10))
        bench.send(.scriptEnded(attempt: 1, exit))
        #expect(bench.outcome == outcome)
        #expect(bench.last.contains(.leave(attempt: 1, removingSpool: true)))
        #expect(bench.send(.received(attempt: 1, bytes: 1)).isEmpty, "nothing follows an end")
    }

    @Test("goes on at the very byte after a lost connection, as a job known to be started")
    func resumes() {
        var bench = Bench()
        bench.follow()
        bench.send(.received(attempt: 1, bytes: 1_000))
        bench.send(.received(attempt: 1, bytes: 234))
        bench.send(.connectionLost(attempt: 1, reset))
        #expect(bench.pause.map { $0 <= .milliseconds(200) } == true)
        bench.send(.timerFired(.reconnect(attempt: 2)))
        bench.send(.connected(attempt: 2, notices: []))
        let request = JobStateMachine.Action.request(
            attempt: 2, .init(offset: SpoolOffset(bytes: 1_234), launch: .never))
        #expect(bench.last.contains(request))
    }

    @Test("a spool that has become shorter than the log is a loss, and nothing is read from it")
    func cutSpool() {
        var bench = Bench()
        bench.follow()
        bench.send(.received(attempt: 1, bytes: 1_000))
        bench.send(.connectionLost(attempt: 1, reset))
        bench.send(.timerFired(.reconnect(attempt: 2)))
        bench.send(.connected(attempt: 2, notices: []))
        var header = AnswerHeader.header(.running, boot: "A")
        header.size = 999
        bench.send(.answered(attempt: 2, header))
        #expect(bench.outcome?.word == .lost)
        #expect(!bench.last.contains(.read(attempt: 2)))
    }

    @Test("doesn't claim that a script started whose request was never answered")
    func unansweredRequest() {
        var bench = Bench()
        bench.send(.connected(attempt: 1, notices: []))
        bench.send(.connectionLost(attempt: 1, reset))
        bench.send(.timerFired(.reconnect(attempt: 2)))
        bench.send(.connected(attempt: 2, notices: []))
        let request = JobStateMachine.Action.request(
            attempt: 2, .init(launch: .never))
        #expect(bench.last.contains(request))
    }

    @Test("leaves nothing on the host when only requests that launch nothing went unanswered")
    func unansweredResume() {
        var bench = Bench()
        bench.follow()
        bench.send(.connectionLost(attempt: 1, reset))
        bench.send(.timerFired(.reconnect(attempt: 2)))
        bench.send(.connected(attempt: 2, notices: []))
        bench.send(.connectionLost(attempt: 2, reset))
        bench.send(.timerFired(.reconnect(attempt: 3)))
        bench.send(.connected(attempt: 3, notices: []))
        bench.send(.answered(attempt: 3, .header(.exited, boot: "A")))
        bench.send(.scriptEnded(attempt: 3, .code(0)))
        #expect(bench.last.contains(.leave(attempt: 3, removingSpool: true)))
    }

    @Test("drops what an earlier connection still says")
    func staleEvents() {
        var bench = Bench()
        bench.follow()
        bench.send(.connectionLost(attempt: 1, reset))
        #expect(bench.send(.received(attempt: 1, bytes: 5)).isEmpty)
        #expect(bench.send(.scriptEnded(attempt: 1, .code(0))).isEmpty)
        #expect(bench.send(.connectionLost(attempt: 1, reset)).isEmpty)
    }

    /// Tries in vain until patience is over; the attempt that follows has the number that is returned.
    private func runOutOfPatience(_ bench: inout Bench) -> Int {
        bench.follow()
        bench.send(.connectionLost(attempt: 1, reset))
        var attempt = 2
        while let pause = bench.pause, attempt < 100 {
            bench.now += pause
            bench.send(.timerFired(.reconnect(attempt: attempt)))
            bench.send(.connectFailed(attempt: attempt, TransportError(.refused, "refused")))
            attempt += 1
        }
        return attempt
    }

    @Test(
        "is lost, never ok, once patience is over; and says how long it was sought, and what is dead"
    )
    func patience() {
        var bench = Bench { $0.reconnect = .within(.seconds(10)) }
        let attempt = runOutOfPatience(&bench)
        #expect(4...10 ~= attempt, "pauses grow")
        #expect(bench.last == [.probe(attempt: attempt - 1)])
        bench.send(.probed(attempt: attempt - 1, verdict: "tcp: refused"))
        #expect(bench.outcome == .lost("no contact for 10 s; tcp: refused"))
    }

    @Test("is tried once more where a last look finds it there, and then no more")
    func lastAttempt() {
        var bench = Bench { $0.reconnect = .within(.seconds(10)) }
        let attempt = runOutOfPatience(&bench)
        bench.send(.probed(attempt: attempt - 1, verdict: nil))
        #expect(bench.last.contains(.connect(attempt: attempt)))
        var found = bench
        found.send(.connected(attempt: attempt, notices: []))
        found.send(.answered(attempt: attempt, .header(.running, boot: "A")))
        #expect(found.outcome == nil && found.last.contains(.read(attempt: attempt)))
        bench.send(.connectFailed(attempt: attempt, TransportError(.refused, "refused")))
        #expect(bench.outcome == .lost("no contact for 10 s; tcp: refused"))
    }

    @Test(
        "a host that was never got into is unreachable at the layer that said no",
        arguments: [
            (TransportError.Code.nameUnknown, Unreachable.Layer.dns), (.refused, .tcp),
            (.timedOut, .tcp), (.hostKeyChanged, .hostKey), (.authentication, .authentication),
            (.noCommonAlgorithm, .ssh),
        ])
    func unreachable(code: TransportError.Code, layer: Unreachable.Layer) {
        var bench = Bench()
        bench.send(.connectFailed(attempt: 1, TransportError(code, "why")))
        #expect(bench.outcome == .unreachable(Unreachable(layer, "why")))
    }

    @Test("tries a busy server again, for a while")
    func busyServer() {
        var bench = Bench()
        let start = bench.now
        var attempt = 1
        while bench.outcome == nil, attempt < 100 {
            bench.send(.connectFailed(attempt: attempt, TransportError(.dropped, "busy")))
            bench.now += bench.pause ?? .zero
            attempt += 1
            bench.send(.timerFired(.reconnect(attempt: attempt)))
        }
        bench.send(.connectFailed(attempt: attempt, TransportError(.dropped, "busy")))
        #expect(attempt > 4)
        #expect(start.duration(to: bench.now) <= JobStateMachine.patienceWithBusyServers)
    }

    @Test("another host key after an outage ends the job at once")
    func anotherMachine() {
        var bench = Bench()
        bench.follow()
        bench.send(.connectionLost(attempt: 1, reset))
        bench.send(.timerFired(.reconnect(attempt: 2)))
        bench.send(.connectFailed(attempt: 2, TransportError(.hostKeyChanged, "changed")))
        #expect(bench.outcome?.word == .lost)
    }

    @Test("a login shell that runs nothing is told apart from a lost link")
    func refusingShell() {
        var bench = Bench()
        bench.send(.connected(attempt: 1, notices: []))
        let noise = "This account is currently not available."
        bench.send(.requestEnded(attempt: 1, .code(1), noise: noise))
        guard case .unreachable(let why) = bench.outcome else {
            Issue.record("\(String(describing: bench.outcome))")
            return
        }
        #expect(why.layer == .request && why.message.contains(noise))
    }

    @Test(
        "a request that a signal ends, or that ends without a status, is made again",
        arguments: [.signal("KILL"), .unknown] as [RemoteExit])
    func endedRequest(exit: RemoteExit) {
        var bench = Bench()
        bench.send(.connected(attempt: 1, notices: []))
        bench.send(.requestEnded(attempt: 1, exit, noise: ""))
        #expect(bench.outcome == nil)
        #expect(bench.send(.timerFired(.reconnect(attempt: 2))).contains(.connect(attempt: 2)))
    }
}

@Suite("A job: ends that are asked for")
struct JobStateMachineEndingTests {
    @Test("cancelling ends the script on the host and waits for its last output")
    func cancel() {
        var bench = Bench()
        bench.follow()
        #expect(bench.send(.cancelled).contains(.endScript(attempt: 1, start: 1)))
        bench.send(.endAnswered(attempt: 1, .ended))
        #expect(bench.outcome == nil)
        #expect(bench.send(.received(attempt: 1, bytes: 9)).contains(.read(attempt: 1)))
        bench.send(.scriptEnded(attempt: 1, .code(143)))
        #expect(bench.outcome == .cancelled)
    }

    @Test("a script that ended by itself first keeps its own end")
    func endedFirst() {
        var bench = Bench()
        bench.follow()
        bench.send(.cancelled)
        bench.send(.scriptEnded(attempt: 1, .code(4)))
        bench.send(.endAnswered(attempt: 1, .alreadyEnded))
        #expect(bench.outcome == .failed(.code(4)))
    }

    @Test("a script that an earlier, unheard wish has ended is cancelled, not failed")
    func endedByAnEarlierWish() {
        var bench = Bench()
        bench.follow()
        bench.send(.cancelled)
        bench.send(.connectionLost(attempt: 1, reset))
        bench.send(.timerFired(.reconnect(attempt: 2)))
        bench.send(.connected(attempt: 2, notices: []))
        bench.send(.answered(attempt: 2, .header(.running, boot: "A")))
        #expect(bench.last.contains(.endScript(attempt: 2, start: 1)))
        bench.send(.endAnswered(attempt: 2, .alreadyEnded))
        bench.send(.scriptEnded(attempt: 2, .code(143)))
        #expect(bench.outcome == .cancelled)
    }

    @Test("cancelling before anything was asked of the host ends at once")
    func cancelEarly() {
        var bench = Bench()
        bench.send(.cancelled)
        #expect(bench.outcome == .cancelled)
    }

    @Test("a wish to end outlives the link")
    func cancelWhileAway() {
        var bench = Bench()
        bench.follow()
        bench.send(.connectionLost(attempt: 1, reset))
        #expect(bench.send(.cancelled) == [.report(.ending(.cancelled))])
        bench.send(.timerFired(.reconnect(attempt: 2)))
        bench.send(.connected(attempt: 2, notices: []))
        bench.send(.answered(attempt: 2, .header(.running, boot: "A")))
        #expect(bench.last.contains(.endScript(attempt: 2, start: 1)))
    }

    @Test("silence ends it only after the whole idle time without output")
    func idle() {
        var bench = Bench { $0.idleTimeout = .seconds(10) }
        bench.follow()
        bench.now += .seconds(6)
        bench.send(.received(attempt: 1, bytes: 1))
        bench.now += .seconds(4)
        bench.send(.timerFired(.idle(start: 1)))
        #expect(bench.last == [.setTimer(.idle(start: 1), after: .seconds(6))])
        bench.now += .seconds(6)
        #expect(bench.send(.timerFired(.idle(start: 1))).contains(.endScript(attempt: 1, start: 1)))
        bench.send(.endAnswered(attempt: 1, .ended))
        bench.send(.scriptEnded(attempt: 1, .code(143)))
        #expect(bench.outcome == .idleTimeout)
    }

    @Test("a timeout may leave the script running")
    func leave() {
        var bench = Bench {
            $0.timeout = .seconds(1)
            $0.onTimeout = .leave
        }
        bench.follow()
        bench.send(.timerFired(.total(start: 1)))
        #expect(bench.outcome == .timeout)
        #expect(!bench.last.contains(.endScript(attempt: 1, start: 1)))
    }

    @Test("a failed script is started again as often as retries say, from an empty log")
    func retries() {
        var bench = Bench { $0.retries = 1 }
        bench.follow()
        bench.send(.received(attempt: 1, bytes: 50))
        bench.send(.scriptEnded(attempt: 1, .code(1)))
        #expect(bench.outcome == nil)
        bench.send(.connected(attempt: 2, notices: []))
        let request = JobStateMachine.Action.request(
            attempt: 2, .init(start: 2))
        #expect(bench.last.contains(request))
        bench.send(.answered(attempt: 2, .header(.started, boot: "A")))
        bench.send(.scriptEnded(attempt: 2, .code(1)))
        #expect(bench.outcome == .failed(.code(1)))
    }

    @Test("a failed script is started again only after the delay that its policy says")
    func delay() {
        var bench = Bench {
            $0.retries = 1
            $0.delay = .seconds(7)
        }
        bench.follow()
        bench.send(.scriptEnded(attempt: 1, .code(1)))
        #expect(!bench.last.contains(.connect(attempt: 2)))
        #expect(bench.last.contains(.setTimer(.reconnect(attempt: 2), after: .seconds(7))))
        bench.send(.timerFired(.reconnect(attempt: 2)))
        #expect(bench.last.contains(.connect(attempt: 2)))
    }
}
