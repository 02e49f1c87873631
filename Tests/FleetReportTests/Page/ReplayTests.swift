import FleetCore
import FleetReport
import Foundation
import Testing

@Suite("Reports as functions of the events")
struct ReplayTests {
    /// A run in which anything may happen to any job at any time.
    private func events(seed: UInt64) -> [RunEvent] {
        var generator = SeededGenerator(seed: seed)
        let jobs = (1...Int.random(in: 1...12, using: &generator)).flatMap { host in
            ["one", "two"].map { Sample.job("web\(host)", $0) }
        }
        var events = [Sample.started(jobs)]
        var time: Int64 = 0
        for _ in 0..<Int.random(in: 0...200, using: &generator) {
            time += Int64.random(in: -20...2_000, using: &generator)
            let job = jobs[Int.random(in: jobs.indices, using: &generator)]
            events.append(Sample.event(job, ReplayTests.event(using: &generator), after: time))
        }
        let mark = BatchMark(name: "patch", play: (1, of: 2), batch: (2, of: 3), hosts: 4)
        events.insert(RunEvent(at: Sample.start, .batchStarted(mark)), at: 1)
        if Bool.random(using: &generator) {
            events.append(RunEvent(at: Sample.time(time), .interrupted(count: 1)))
        }
        if Bool.random(using: &generator) { events.append(Sample.started(jobs)) }
        if Bool.random(using: &generator) {
            events.append(RunEvent(at: Sample.time(time), .runEnded))
        }
        return events
    }

    private static func event(using generator: inout SeededGenerator) -> JobEvent {
        let ends: [Outcome] = [
            .ok, Sample.exit(3), Sample.signal("KILL"), .lost("<gone> & \u{1b}[2J"), .rebooted,
            .timeout,
            .unreachable(Unreachable(.tcp, "refuses")), .skipped("no"), .unneeded("no"), .cancelled,
        ]
        let all: [JobEvent] = [
            .connecting(attempt: 1), .connected(BootIdentity("A")), .started(attempt: 1),
            .started(attempt: 2), .connectionLost("reset"), .reconnected(away: .seconds(2)),
            .reconnecting(after: .milliseconds(1_500), reason: "reset"), .notice("a \"note\""),
            .rebooted(before: BootIdentity("A"), after: BootIdentity("B")), .ending(.timeout),
            .pushed(FileCopy(path: "/etc/a", bytes: 7, verification: "cksum")),
            Sample.end(ends[Int.random(in: ends.indices, using: &generator)], seconds: 1.234),
        ]
        return all[Int.random(in: all.indices, using: &generator)]
    }

    private struct Reports: Equatable {
        let table: [String]
        let json: Data
        let junit: String
        let joblog: [String]
        let page: [UInt8]
    }

    private func reports(_ events: [RunEvent]) async throws -> Reports {
        let summary = RunSummary(events)
        let read: StoredOutput = { job, offset in
            Array(Array("\(job.step) <b>\n".utf8).dropFirst(Int(offset.bytes)))
        }
        let outputs = try await ReportOutputs(of: summary, size: { _ in 8 }, reading: read)
        var joblog = JobLog(jobs: summary.jobs.map(\.job), commands: [:])
        var options = SummaryTable.Options()
        for job in summary.jobs where SummaryTable.wantsTail(of: job) {
            options.tails[job.job] = try await LogTail(
                of: job.job, size: 8, limits: SummaryTable.tailLimits, reading: read)
        }
        let tables = [80, 200].map { columns in
            options.columns = columns
            options.foldsAbove = columns / 16
            return SummaryTable(summary, options: options).text
        }
        return Reports(
            table: tables, json: try SummaryDocument(summary).encoded(),
            junit: JUnitDocument(summary).text,
            joblog: events.compactMap { joblog.line(for: $0) },
            page: ReportPage(summary, Timeline(events), outputs).html)
    }

    @Test(
        "events that were written down and read back give the same, to the byte", arguments: 0..<40)
    func replays(seed: UInt64) async throws {
        let events = events(seed: seed)
        var journal: [UInt8] = []
        for event in events { EventJSON.write(event, to: &journal) }
        let replayed = try journal.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(RunEvent.self, from: Data($0))
        }
        #expect(replayed == events)
        #expect(try await reports(replayed) == reports(events))
    }
}
