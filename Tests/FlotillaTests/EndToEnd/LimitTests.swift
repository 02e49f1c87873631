import Foundation
import TestSupport
import Testing

@Suite("End to end: limits that a run is given", .endToEnd, .fewAtOnce)
struct LimitTests {
    @Test("--serial works in batches, and --max-fail begins nothing more")
    func serialAndMaxFail() async throws {
        let (someone, hosts) = try await Operator.withHosts("a", "b", "c")
        let came = try await someone.flotilla(
            "exec", "--serial", "1", "--max-fail", "0", "--",
            "touch ~/was-here; test $FLOTILLA_HOST = a")
        #expect(came.status == 1)
        let run = try someone.run()
        #expect(try run.summary.jobs.map(\.status) == ["ok", "failed", "skipped"])
        #expect(!FileManager.default.fileExists(atPath: "\(hosts[2].home)/was-here"))
    }

    @Test("--retries starts a script that failed again, and the summary says so")
    func retries() async throws {
        let (someone, _) = try await Operator.withHosts("a")
        let came = try await someone.flotilla(
            "exec", "--retries", "3", "--", "echo try $FLOTILLA_ATTEMPT; test $FLOTILLA_ATTEMPT = 3"
        )
        #expect(came.status == 0)
        let job = try someone.run().job("a")
        #expect(job.starts == 3)
        #expect(job.status == "ok")
        let output = came.output.lines.filter { $0.contains(" | ") }
        #expect(output == ["a | try 1", "a | try 2", "a | try 3"])
    }

    @Test(
        "a script that takes too long is ended, with all that it started",
        arguments: ["timeout", "idle-timeout"])
    func timeout(which: String) async throws {
        let (someone, hosts) = try await Operator.withHosts("a")
        // One that ignores TERM as well, and one in a session of its own would be too much to ask.
        let script = "trap '' TERM; echo begun; (sleep 600; echo no) & sleep 600"
        let came = try await someone.flotilla("exec", "--\(which)", "1s", "--", script)
        #expect(came.status == 1)
        #expect(try someone.run().job("a").status == which)
        #expect(try someone.run().text("a") == "begun\n")
        #expect(try await hosts[0].leftovers() == [])
    }

    @Test("what is read is removed from the host, unless --keep-remote", arguments: [false, true])
    func keepRemote(keeps: Bool) async throws {
        let (someone, hosts) = try await Operator.withHosts("a", "b")
        let more = keeps ? ["--keep-remote"] : []
        let came = try await someone.flotilla(
            ["exec"] + more + ["--", "echo hi; test $FLOTILLA_HOST = a"])
        #expect(came.status == 1)
        for host in hosts {
            #expect(try await host.leftovers() == [])
            #expect(host.spool.contains { $0.hasSuffix("/out") } == keeps)
            #expect(keeps || host.spool == [])
        }
    }
}
