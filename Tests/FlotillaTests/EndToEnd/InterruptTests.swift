import Foundation
import TestSupport
import Testing

@Suite("End to end: Ctrl-C", .endToEnd, .fewAtOnce)
struct InterruptTests {
    private static let script = "echo begun; until [ -e ~/go ]; do sleep 0.05; done; echo done"

    /// A run of two hosts, one at a time, whose first job is under way.
    private func begin() async throws -> (Operator, [Farm.Host], Spawned) {
        let (someone, hosts) = try await Operator.withHosts("a", "b")
        let run = try someone.start(["exec", "-f1", "--", InterruptTests.script])
        #expect(await run.output.waitFor("a | begun\n"))
        return (someone, hosts, run)
    }

    @Test("once: nothing new is started, what runs is read to its end")
    func once() async throws {
        let (someone, hosts, run) = try await begin()
        run.signal(SIGINT)
        #expect(await run.output.waitFor("nothing new is started"))
        #expect(FileManager.default.createFile(atPath: "\(hosts[0].home)/go", contents: nil))
        #expect(await run.status == 130)
        let folder = try someone.run()
        #expect(try folder.text("a") == "begun\ndone\n")
        #expect(try folder.summary.jobs.map(\.status) == ["ok", "skipped"])
        #expect(try folder.summary.interrupted)
        #expect(try hosts[1].processes == [])
    }

    @Test("twice: the jobs are ended on their hosts")
    func twice() async throws {
        let (someone, hosts, run) = try await begin()
        run.signal(SIGINT)
        #expect(await run.output.waitFor("nothing new is started"))
        run.signal(SIGINT)
        #expect(await run.status == 130)
        let folder = try someone.run()
        #expect(try folder.text("a") == "begun\n")
        #expect(try folder.summary.jobs.map(\.status) == ["cancelled", "skipped"])
        #expect(try await hosts[0].leftovers() == [])
    }

    @Test("thrice: it leaves at once, the job runs on, and how to resume is said")
    func thrice() async throws {
        let (someone, hosts) = try await Operator.withHosts("a")
        // It takes its time to end, so that the third press comes in between.
        let script = "trap '' TERM; " + InterruptTests.script
        let run = try someone.start(["exec", "--", script])
        #expect(await run.output.waitFor("a | begun\n"))
        run.signal(SIGINT)
        #expect(await run.output.waitFor("nothing new is started"))
        run.signal(SIGINT)
        #expect(await run.output.waitFor("ending the jobs that run"))
        run.signal(SIGINT)
        #expect(await run.status == 130)
        #expect(run.output.text.contains("flotilla resume"))
        #expect(try someone.run().summary.jobs.map(\.status) != ["ok"])
        #expect(FileManager.default.createFile(atPath: "\(hosts[0].home)/go", contents: nil))
        #expect(try await hosts[0].leftovers() == [])
    }
}
