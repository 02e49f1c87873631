import Foundation
import TestSupport
import Testing

@Suite("End to end: entering a job's session", .endToEnd, .sshClient, .fewAtOnce)
struct AttachTests {
    /// Prints a line, waits for the file `go`, prints another.
    private static let script =
        "echo the job is here; until [ -e ~/go ]; do sleep 0.05; done; echo done"

    @Test("shows what the script prints, is left by Ctrl-B D, and the script runs on")
    func detaches() async throws {
        let (someone, hosts) = try await Operator.withHosts("web1")
        let run = try someone.start(["exec", "--", Self.script])
        #expect(await run.output.waitFor("web1 | the job is here\n"))
        let attached = try someone.start(
            ["attach", "last", "web1"], typing: ["\u{2}d"], behind: "the job is here")
        #expect(await attached.status == 0)
        #expect(attached.output.text.contains("[detached (from session "))
        #expect(FileManager.default.createFile(atPath: "\(hosts[0].home)/go", contents: nil))
        #expect(await run.status == 0)
        #expect(try someone.run().text("web1") == "the job is here\ndone\n")
        #expect(try await hosts[0].leftovers() == [])
    }

    @Test("of a job that has ended fails, and says that there is none")
    func ended() async throws {
        let (someone, _) = try await Operator.withHosts("web1")
        #expect(try await someone.flotilla("exec", "--", "true").status == 0)
        let attached = try someone.start(
            ["attach", "last", "web1"], typing: [], behind: "never printed")
        #expect(await attached.status != 0)
    }
}
