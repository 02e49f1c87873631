import FleetCore

@testable import FleetExecution

/// A machine with a clock that the test moves.
struct Bench {
    var machine: JobStateMachine
    var now = ContinuousClock.now
    var last: [JobStateMachine.Action] = []

    init(_ change: (inout JobPolicy) -> Void = { _ in }) {
        var policy = JobPolicy()
        change(&policy)
        machine = JobStateMachine(policy: policy, seed: 1)
        send(.began)
    }

    @discardableResult
    mutating func send(_ event: JobStateMachine.Event) -> [JobStateMachine.Action] {
        last = machine.handle(event, at: now)
        return last
    }

    /// Goes on to where output of the first start is being read.
    mutating func follow(attempt: Int = 1, boot: String = "A") {
        send(.connected(attempt: attempt, notices: []))
        send(.answered(attempt: attempt, .header(.started, boot: boot)))
    }

    /// Lets the host answer, and tell the same end, each time that it is asked.
    mutating func askOn(
        from first: Int = 1, boot: String, end: (Int) -> JobStateMachine.Event
    ) {
        var attempt = first
        while outcome == nil, attempt < 100 {
            if attempt > 1 {
                now += pause ?? .zero
                send(.timerFired(.reconnect(attempt: attempt)))
                send(.connected(attempt: attempt, notices: []))
                send(.answered(attempt: attempt, .header(.gone, boot: boot)))
            }
            send(end(attempt))
            attempt += 1
        }
    }

    var outcome: Outcome? {
        for case .finish(let outcome) in last { return outcome }
        return nil
    }

    var pause: Duration? {
        for case .setTimer(.reconnect, let pause) in last { return pause }
        return nil
    }
}

extension AnswerHeader {
    static func header(
        _ state: AnswerHeader.State, boot: String, bootAtStart: String? = "A"
    ) -> AnswerHeader {
        var header = AnswerHeader(state: state, boot: BootIdentity(boot))
        header.bootAtStart = bootAtStart.map { BootIdentity($0) }
        return header
    }
}

let reset = TransportError(.lost, "connection reset by peer")
