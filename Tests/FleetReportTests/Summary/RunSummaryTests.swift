import FleetCore
import FleetReport
import Foundation
import Testing

@Suite("A run, summed up")
struct RunSummaryTests {
    private let web1 = Sample.job("web1")
    private let web2 = Sample.job("web2")

    private func summary(_ outcomes: Outcome...) -> RunSummary {
        let jobs = outcomes.indices.map { Sample.job("web\($0)") }
        var events = [Sample.started(jobs)]
        events += zip(jobs, outcomes).map { Sample.event($0, Sample.end($1), after: 1_000) }
        return RunSummary(events + [RunEvent(at: Sample.time(1_500), .runEnded)])
    }

    @Test("follows a job through all that can happen to it")
    func follows() throws {
        let a = BootIdentity("A")
        let b = BootIdentity("B")
        let steps: [(JobEvent, JobSummary.State)] = [
            (.connecting(attempt: 1), .connecting), (.connecting(attempt: 2), .connecting),
            (.connected(a), .running), (.started(attempt: 1), .running),
            (.connectionLost("reset"), .reconnecting),
            (.reconnecting(after: .seconds(1), reason: "reset"), .reconnecting),
            (.connecting(attempt: 3), .reconnecting),
            (.reconnected(away: .seconds(3)), .running),
            (.rebooted(before: a, after: b), .running), (.notice("no tmux"), .running),
            (.started(attempt: 2), .running),
        ]
        var summary = RunSummary([Sample.started([web1, web2])])
        #expect(summary[web1]?.state == .waiting)
        for (event, state) in steps {
            summary.record(Sample.event(web1, event))
            #expect(summary[web1]?.state == state, "after \(event)")
        }
        summary.record(Sample.event(web1, Sample.end(.ok)))
        let job = try #require(summary[web1])
        #expect(job.end?.outcome == .ok)
        #expect(job.starts == 2 && job.reconnects == 1)
        #expect(job.reboots.map(\.after) == [b] && job.notices == ["no tmux"])
        #expect(!job.isQuietSuccess)
        #expect(summary[web2]?.state == .waiting)
        #expect(!summary.isComplete)
    }

    @Test(
        "gives the program its exit status",
        arguments: [
            ([.ok, .ok], .ok), ([], .ok), ([.ok, Sample.exit(1)], .jobFailed),
            ([.ok, .rebooted], .jobFailed), ([.timeout], .jobFailed), ([.idleTimeout], .jobFailed),
            ([.cancelled], .jobFailed), ([.skipped("")], .jobFailed),
            ([.unreachable(Unreachable(.dns, ""))], .hostLost), ([.lost("")], .hostLost),
            ([Sample.exit(1), .lost(""), .ok], .hostLost),
        ] as [([Outcome], ProgramExit)])
    func exits(outcomes: [Outcome], exit: ProgramExit) {
        let jobs = outcomes.indices.map { Sample.job("web\($0)") }
        var summary = RunSummary([Sample.started(jobs)])
        for (job, outcome) in zip(jobs, outcomes) {
            summary.record(Sample.event(job, Sample.end(outcome)))
        }
        #expect(summary.programExit == exit)
        summary.record(RunEvent(at: Sample.start, .interrupted(count: 1)))
        #expect(summary.programExit == .interrupted)
    }

    @Test("has the exit statuses that were promised")
    func keepsPromises() {
        #expect(ProgramExit.allCases.map(\.rawValue) == [0, 1, 2, 3, 130])
    }

    @Test("takes a job without an end for one whose end is not known")
    func distrusts() {
        #expect(RunSummary([Sample.started([web1])]).programExit == .hostLost)
    }

    @Test("keeps what is known when a run is resumed")
    func resumes() {
        var summary = summary(.ok, Sample.exit(1))
        summary.record(
            RunEvent(
                at: Sample.time(60_000),
                .runStarted(Sample.run, jobs: [Sample.job("web0"), Sample.job("web1")])))
        #expect(summary.jobs.count == 2)
        #expect(summary.jobs[0].end?.outcome == .ok)
        #expect(!summary.isComplete)
        #expect(summary.startedAt == Sample.start)
        #expect(summary.duration == .seconds(60))
    }

    @Test("counts what ended how")
    func counts() {
        let totals = RunTotals(summary(.ok, .ok, Sample.exit(2), .lost("gone")))
        #expect(totals.ended == [.ok: 2, .failed: 1, .lost: 1])
        #expect(totals.done == 4 && totals.trouble == 2 && totals.hosts == 4)
        #expect(totals.bytes == 1_600 && totals.lines == 80)
    }

    @Test("is written down with the keys that were promised, and read back")
    func writesDocument() throws {
        let document = SummaryDocument(summary(.ok, .failed(.code(3)))) {
            "hosts/\($0.host)/\($0.step).log"
        }
        let data = try document.encoded()
        #expect(try JSONDecoder().decode(SummaryDocument.self, from: data) == document)
        #expect(
            String(decoding: data, as: UTF8.self).hasPrefix(
                """
                {
                  "complete" : true,
                  "ended_at" : "2026-11-25T09:11:17.500Z",
                  "exit" : 1,
                  "interrupted" : false,
                  "jobs" : [
                    {
                      "bytes" : 400,
                      "host" : "web0",
                      "lines" : 20,
                      "log" : "hosts/web0/patch.log",
                      "notices" : [

                      ],
                      "outcome" : {
                        "status" : "ok"
                      },
                      "reboots" : [

                      ],
                      "reconnects" : 0,
                      "seconds" : 1,
                      "starts" : 0,
                      "status" : "ok",
                      "step" : "patch"
                    },
                """))
    }
}
