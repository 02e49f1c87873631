import FleetCore
import FleetReport
import Foundation
import Testing

@Suite("What people who don't look are told")
struct NotificationMomentsTests {
    private static let jobs = ["web1", "web2", "db1"].map { Sample.job($0) }

    /// What is told of a run in which the jobs end so, one after the other.
    private func told(_ outcomes: [Outcome], isEnded: Bool = true) -> [RunNotification] {
        var moments = NotificationMoments(folder: "/runs/x")
        var events = [Sample.started(Self.jobs)]
        for (job, outcome) in zip(Self.jobs, outcomes) {
            events.append(Sample.event(job, Sample.end(outcome), after: 2_000))
        }
        if isEnded { events.append(RunEvent(at: Sample.time(65_000), .runEnded)) }
        let first = events.compactMap { moments.record($0) }
        return first + [moments.end].compactMap(\.self)
    }

    @Test("the first job that fails is told, and no other; then the end")
    func firstAndEnd() {
        let told = told([.ok, Sample.exit(3), .unreachable(Unreachable(.tcp, "refused"))])
        #expect(told.map(\.event) == [.firstFailure, .end])
        #expect(
            told.first?.text
                == "flotilla: patch on web2: failed (exit 3); 2 of 3 jobs have ended; run \(Sample.run)"
        )
        #expect(told.first?.exit == nil && told.first?.outcome == "failed")
        #expect(told.first?.totals == ["ok": 1, "failed": 1, "unfinished": 1])
        #expect(
            told.last?.text
                == "flotilla: patch on 3 hosts in 1m 05s: 1 ok, 1 failed (web2), 1 unreachable (db1); "
                + "run \(Sample.run)")
        #expect(told.last?.exit == 3 && told.last?.outcome == "host-lost")
    }

    @Test("where all goes well, only the end is told")
    func allWell() {
        let told = told([.ok, .unneeded("not wanted"), .ok])
        #expect(told.map(\.event) == [.end])
        #expect(told.last?.outcome == "ok" && told.last?.exit == 0)
    }

    @Test("what the operator ended, and what was skipped because of that, is no news")
    func cancelled() {
        #expect(told([.cancelled, .skipped("interrupted"), .ok]).map(\.event) == [.end])
    }

    @Test("a failure that its step says to ignore is none")
    func ignored() {
        var end = JobEnd(outcome: Sample.exit(1), duration: .seconds(1), bytes: 0, lines: 0)
        end.isIgnored = true
        var moments = NotificationMoments(folder: "/runs/x")
        _ = moments.record(Sample.started(Self.jobs))
        #expect(moments.record(Sample.event(Self.jobs[0], .ended(end))) == nil)
    }

    @Test("a run that was left goes on, and has no end to tell")
    func left() {
        #expect(told([.ok], isEnded: false).isEmpty)
    }

    @Test("a run that is taken up tells its own first failure, and all ends")
    func resumed() {
        let past = RunSummary([
            Sample.started(Self.jobs), Sample.event(Self.jobs[0], Sample.end(Sample.exit(1))),
        ])
        var moments = NotificationMoments(past: past, folder: "/runs/x")
        _ = moments.record(Sample.started(Array(Self.jobs.dropFirst())))
        let failure = moments.record(Sample.event(Self.jobs[1], Sample.end(.timeout)))
        #expect(failure?.host?.name == "web2")
        _ = moments.record(Sample.event(Self.jobs[2], Sample.end(.ok)))
        _ = moments.record(RunEvent(at: Sample.time(9_000), .runEnded))
        #expect(moments.end?.totals == ["ok": 1, "failed": 1, "timeout": 1])
    }

    @Test("no word of a host's reaches the line for a chat")
    func hostile() {
        let said = "<!channel> @all"
        for outcome in [
            Outcome.unreachable(Unreachable(.ssh, said)), .lost(said), .failed(.refused(said)),
            .failed(.notCopied(said)), .failed(.noInterpreter(said)),
        ] {
            let told = told([outcome])
            #expect(told.count == 2 && told.allSatisfy { !$0.text.contains("channel") })
            #expect(told.first?.reason?.contains(said) == true)
        }
    }

    @Test("the names of many hosts are left out of the line")
    func many() {
        let jobs = ["a", "bb", "ccc", "dddd", "eeeee"].map {
            Sample.job("\($0)-with-a-long-name.example")
        }
        var moments = NotificationMoments(folder: "/runs/x")
        _ = moments.record(Sample.started(jobs))
        for job in jobs { _ = moments.record(Sample.event(job, Sample.end(Sample.exit(1)))) }
        _ = moments.record(RunEvent(at: Sample.start, .runEnded))
        #expect(moments.end?.text.contains(": 5 failed; run") == true)
    }

    @Test("a shell finds the same in variables")
    func environment() {
        let told = told([Sample.exit(3), .idleTimeout, .ok])
        let first = told.first?.environment ?? [:]
        #expect(first["FLOTILLA_EVENT"] == "first-failure" && first["FLOTILLA_HOST"] == "web1")
        #expect(first["FLOTILLA_EXIT"] == "" && first["FLOTILLA_UNFINISHED"] == "2")
        let last = told.last?.environment ?? [:]
        #expect(last["FLOTILLA_EVENT"] == "end" && last["FLOTILLA_EXIT"] == "1")
        #expect(last["FLOTILLA_IDLE_TIMEOUT"] == "1" && last["FLOTILLA_LOST"] == "0")
    }

    @Test("each kind of end is what the schema says", .jsonschema)
    func schema() async throws {
        let outcomes: [Outcome] = [
            .ok, Sample.exit(3), .rebooted, .idleTimeout, .timeout, .lost("gone"), .cancelled,
            .skipped("no"), .unreachable(Unreachable(.dns, String(repeating: "é", count: 2_000))),
        ]
        let lines = try outcomes.flatMap { told([$0, .ok, .ok]) }
            .map { String(decoding: try $0.encoded(), as: UTF8.self) }
        #expect(lines.allSatisfy { $0.utf8.count < 8 << 10 })
        #expect(try await SchemaCheck.trouble(in: lines.joined(), by: "notification") == nil)
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where Python has no jsonschema; in CI the test runs, and fails, all the same.
    fileprivate static var jsonschema: ConditionTrait {
        let place = "/usr/lib/python3/dist-packages/jsonschema/__init__.py"
        let isThere = FileManager.default.fileExists(atPath: place)
        let isCI = ProcessInfo.processInfo.environment["CI"] != nil
        return .enabled(if: isThere || isCI, "Debian's python3-jsonschema is not installed")
    }
}
