import FleetCore
import FleetReport
import Testing

@testable import Flotilla

@Suite("The events of several runs as those of one")
struct MergedEventsTests {
    private let run = RunID("20261125-091116-abcd-merged")

    private func job(_ host: String) throws -> JobID {
        JobID(host: try #require(HostID(host)), step: try #require(StepID("patch")))
    }

    private func event(_ time: Int64, _ kind: RunEvent.Kind) -> RunEvent {
        RunEvent(at: Timestamp(milliseconds: time), kind)
    }

    /// The events of a run with one job that begins, is started and ends at these times.
    private func events(
        of host: String, at times: [Int64], ending outcome: Outcome = .ok
    ) throws -> [RunEvent] {
        let job = try job(host)
        let end = JobEnd(outcome: outcome, duration: .zero, bytes: 0, lines: 0)
        return [
            event(times[0], .runStarted(try #require(RunID(host)), jobs: [job])),
            event(times[1], .job(job, .started(attempt: 1))),
            event(times[2], .job(job, .ended(end))), event(times[2], .runEnded),
        ]
    }

    private func merged(_ runs: [[RunEvent]]) throws -> [RunEvent] {
        let jobs = try ["a", "b"].map { try job($0) }
        return MergedEvents(runs, as: try #require(run), jobs: jobs).events
    }

    @Test("come in the order of time, with one beginning and one end")
    func ordered() throws {
        let all = try merged([
            events(of: "b", at: [20, 40, 90]), events(of: "a", at: [10, 50, 60]),
        ])
        #expect(all.map(\.time.milliseconds) == [10, 40, 50, 60, 90, 90])
        #expect(
            all.first?.kind == .runStarted(try #require(run), jobs: [try job("a"), try job("b")]))
        let summary = RunSummary(all)
        #expect(summary.isComplete && summary.run == run)
        #expect(summary.jobs.map(\.job.host.name) == ["a", "b"])
    }

    @Test("keep the order of each run, whose clock may have been set back")
    func clockSetBack() throws {
        let all = try merged([
            events(of: "a", at: [10, 50, 30]), events(of: "b", at: [10, 40, 45]),
        ])
        let job = try job("a")
        let own = all.compactMap { event -> JobEvent? in
            guard case .job(job, let what) = event.kind else { return nil }
            return what
        }
        #expect(own.count == 2 && own.first == .started(attempt: 1))
        #expect(RunSummary(all).programExit == .ok)
    }

    @Test("have no end where one of the runs has none, or was taken up again behind it")
    func unfinished() throws {
        let whole = try events(of: "b", at: [10, 40, 45])
        let cut = try Array(events(of: "a", at: [10, 20, 30]).dropLast(2))
        #expect(RunSummary(try merged([cut, whole])).isComplete == false)
        #expect(RunSummary(try merged([cut, whole])).programExit == .hostLost)
        let again =
            try events(of: "a", at: [10, 20, 30]) + [
                event(50, .runStarted(try #require(run), jobs: []))
            ]
        #expect(RunSummary(try merged([again, whole])).isComplete == false)
    }

    @Test("tell of an interruption, unless the run was taken up again behind it")
    func interrupted() throws {
        let whole = try events(of: "b", at: [10, 40, 45])
        var other = try events(of: "a", at: [10, 20, 30])
        other.insert(event(25, .interrupted(count: 1)), at: 2)
        #expect(RunSummary(try merged([other, whole])).programExit == .interrupted)
        other.insert(event(27, .runStarted(try #require(run), jobs: [])), at: 3)
        #expect(RunSummary(try merged([other, whole])).programExit == .ok)
    }

    @Test("are none where there are none")
    func none() throws {
        #expect(try merged([]).isEmpty)
        #expect(try merged([[], []]).isEmpty)
    }
}
