import FleetCore
import FleetReport
import Testing

@Suite("A run as GNU parallel's joblog")
struct JobLogTests {
    private func line(_ outcome: Outcome, command: String = "patch.sh --quiet") -> String? {
        let job = Sample.job("web2")
        var log = JobLog(jobs: [Sample.job("web1"), job], commands: [job.step: command])
        return log.line(for: Sample.event(job, Sample.end(outcome, seconds: 1.5), after: 2_000))
    }

    @Test(
        "gives each end as parallel would",
        arguments: [
            (.ok, "0\t0"), (Sample.exit(3), "3\t0"), (Sample.signal("KILL"), "0\t9"),
            (.timeout, "-1\t15"), (.idleTimeout, "-1\t15"), (.cancelled, "-1\t15"),
            (.unreachable(Unreachable(.tcp, "refuses")), "255\t0"), (.lost("gone"), "255\t0"),
            (.rebooted, "255\t0"), (.failed(.noInterpreter("/bin/x")), "127\t0"),
            (.failed(.refused("no")), "126\t0"), (.failed(.notCopied("full")), "1\t0"),
        ] as [(Outcome, String)])
    func ends(outcome: Outcome, exit: String) {
        let expected = "2\tweb2\t1795597876.500\t     1.500\t0\t400\t\(exit)\tpatch.sh --quiet\n"
        #expect(line(outcome) == expected)
    }

    @Test("leaves out what was never begun, and keeps a command on its line")
    func lines() {
        #expect(line(.skipped("no")) == nil && line(.unneeded("no")) == nil)
        #expect(line(.ok, command: "a\nb")?.hasSuffix("\ta\0b\n") == true)
    }

    @Test("counts the bytes of files by the way they went")
    func bytes() {
        let job = Sample.job("web1")
        var log = JobLog(jobs: [job], commands: [:])
        let copy = FileCopy(path: "/etc/a", bytes: 300, verification: "sha256sum")
        #expect(log.line(for: Sample.event(job, .pushed(copy))) == nil)
        let end = Sample.end(.ok, bytes: 300, lines: 0)
        #expect(log.line(for: Sample.event(job, end))?.contains("\t300\t0\t0\t0\tpatch\n") == true)
    }

    @Test(
        "is read by parallel: what failed or isn't there is run, the rest is not",
        .needs("parallel", of: "parallel"))
    func isReadByParallel() async throws {
        let hosts = ["a", "b", "c", "d", "e"]
        let jobs = hosts.map { Sample.job($0) }
        let outcomes: [Outcome] = [
            .ok, Sample.exit(2), .skipped("no"), .timeout, .unreachable(Unreachable(.dns, "")),
        ]
        var log = JobLog(jobs: jobs, commands: [:])
        let lines = zip(jobs, outcomes).reversed().compactMap { job, outcome in
            log.line(for: Sample.event(job, Sample.end(outcome)))
        }
        func run(_ flag: String) async throws -> String {
            try await OtherProgram.run(
                ["parallel", "--will-cite", "-k", flag, "--joblog", "log", "echo"]
                    + [":::"] + hosts,
                files: ["log": JobLog.header + lines.joined()]
            ).output
        }
        #expect(try await run("--resume-failed") == "b\nc\nd\ne\n")
        #expect(try await run("--resume") == "c\n")
    }
}
