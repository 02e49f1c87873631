import FleetCore
import Testing

@testable import FleetExecution

@Suite("A job that another controller has left")
struct JobPastTests {
    private let boot = BootIdentity("A")

    /// What the machine first asks of the host, `seconds` after the last of `events`, which are a second apart.
    private func asked(
        after events: [JobEvent], seconds: Int64 = 10, log: String = "",
        policy: JobPolicy = JobPolicy()
    ) -> JobStateMachine.Request? {
        var machine = machine(after: events, seconds: seconds, log: log, policy: policy)
        let now = ContinuousClock.now
        _ = machine.handle(.began, at: now)
        for case .request(_, let request) in machine.handle(
            .connected(attempt: 1, notices: []), at: now)
        { return request }
        return nil
    }

    private func machine(
        after events: [JobEvent], seconds: Int64 = 10, log: String = "",
        policy: JobPolicy = JobPolicy()
    ) -> JobStateMachine {
        let end = Int64(events.count) * 1_000
        var past = JobPast(seenAt: Timestamp(milliseconds: end + seconds * 1_000))
        for (index, event) in events.enumerated() {
            past.record(event, at: Timestamp(milliseconds: Int64(index + 1) * 1_000))
        }
        var content = LogContent()
        content.add(Array(log.utf8))
        past.logs = [.standardOutput: content]
        return JobStateMachine(policy: policy, seed: 1, resuming: past)
    }

    @Test("known to be started, is asked for as such, from the log's end, to be compared first")
    func started() throws {
        let request = try #require(
            asked(
                after: [.connecting(attempt: 1), .connected(boot), .started(attempt: 1)],
                log: "one\ntwo"))
        #expect(request.launch == .never)
        #expect(request.offset.bytes == 7)
        #expect(request.unverified?.checksum == PosixChecksum.of(Array("one\ntwo".utf8)))
    }

    @Test("that was being sought may have been asked for since then, and keeps its spool")
    func sought() throws {
        let request = try #require(asked(after: [.connecting(attempt: 1)]))
        #expect(request.launch == .never)

        var machine = machine(after: [.connecting(attempt: 1)])
        _ = machine.handle(.began, at: .now)
        _ = machine.handle(.connected(attempt: 1, notices: []), at: .now)
        _ = machine.handle(
            .answered(attempt: 1, AnswerHeader(state: .started, boot: boot)), at: .now)
        let last = machine.handle(.scriptEnded(attempt: 1, .code(0)), at: .now)
        #expect(last.contains(.finish(.ok)))
        #expect(last.contains(.leave(attempt: 1, removingSpool: false)))
    }

    @Test(
        "that was sought at a time that is still to come isn't started: nobody knows which boot has seen that"
    )
    func clockSetBack() {
        var machine = machine(after: [.connecting(attempt: 1)], seconds: -60)
        _ = machine.handle(.began, at: .now)
        _ = machine.handle(.connected(attempt: 1, notices: []), at: .now)
        var header = AnswerHeader(state: .missing, boot: boot)
        header.uptime = .seconds(1_000_000)
        let last = machine.handle(.answered(attempt: 1, header), at: .now)
        let outcomes = last.compactMap { action in
            if case .finish(let outcome) = action { outcome } else { nil }
        }
        #expect(outcomes.map(\.word) == [.lost])
    }

    @Test("that was to be ended is ended, and its end is not told as the script's own")
    func ending() {
        let events: [JobEvent] = [
            .connecting(attempt: 1), .connected(boot), .started(attempt: 1), .ending(.timeout),
        ]
        var running = machine(after: events)
        _ = running.handle(.began, at: .now)
        _ = running.handle(.connected(attempt: 1, notices: []), at: .now)
        let actions = running.handle(
            .answered(attempt: 1, AnswerHeader(state: .running, boot: boot)), at: .now)
        #expect(actions.contains(.endScript(attempt: 1, start: 1)))

        var ended = machine(after: events)
        _ = ended.handle(.began, at: .now)
        _ = ended.handle(.connected(attempt: 1, notices: []), at: .now)
        _ = ended.handle(.answered(attempt: 1, AnswerHeader(state: .exited, boot: boot)), at: .now)
        let last = ended.handle(.scriptEnded(attempt: 1, .code(143)), at: .now)
        #expect(last.contains(.finish(.timeout)))
    }

    @Test("that was to be started again is asked for as its next start, which may have been made")
    func startedAgain() throws {
        let request = try #require(
            asked(
                after: [
                    .connecting(attempt: 1), .connected(boot), .started(attempt: 1),
                    .rebooted(before: boot, after: BootIdentity("B")),
                    .startingAgain(attempt: 2, reason: "a reboot"),
                ]))
        #expect(request.start == 2 && request.reboots == 1 && request.launch == .never)
    }

    @Test("whose log is not the beginning of the host's output is lost, and nothing is appended")
    func differs() {
        var machine = machine(
            after: [.connecting(attempt: 1), .connected(boot), .started(attempt: 1)], log: "x")
        _ = machine.handle(.began, at: .now)
        _ = machine.handle(.connected(attempt: 1, notices: []), at: .now)
        let last = machine.handle(
            .answered(attempt: 1, AnswerHeader(state: .differs, boot: boot)), at: .now)
        let outcomes = last.compactMap { action in
            if case .finish(let outcome) = action { outcome } else { nil }
        }
        #expect(outcomes.map(\.word) == [.lost])
    }

    @Test("has used up the time between its start and now")
    func timeout() {
        var policy = JobPolicy()
        policy.timeout = .seconds(60)
        var machine = machine(
            after: [.connecting(attempt: 1), .connected(boot), .started(attempt: 1)], seconds: 45,
            policy: policy)
        let first = machine.handle(.began, at: .now)
        #expect(first.contains(.setTimer(.total(start: 1), after: .seconds(15))))
    }

    @Test("that nothing was done for begins like any other")
    func untouched() throws {
        let request = try #require(asked(after: []))
        #expect(request.launch == .always)
        #expect(request.offset.bytes == 0)
    }
}
