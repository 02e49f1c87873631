import Foundation
import TestSupport
import Testing

/// The farm's hosts let us in as who we are: as root, sudo lets us become anybody.
@Suite(
    "End to end: another user, through sudo", .endToEnd, .fewAtOnce,
    .enabled(if: getuid() == 0, "needs root, who may become anybody"))
struct BecomeTests {
    @Test("a script runs as that user, with the inventory's variables, and reports its exit")
    func runs() async throws {
        let (someone, _) = try await Operator.withHosts("a", more: "vars: { role: front }")
        let script = #"id -un; echo "$FLOTILLA_VAR_role"; exit 4"#
        let run = try await someone.flotilla("exec", "--become-user", "nobody", "--", script)
        #expect(run.status == 1)
        let folder = try someone.run()
        #expect(try folder.text("a") == "nobody\nfront\n")
        #expect(try folder.job("a").outcome?.exit?.code == 4)
    }

    @Test("what sudo refuses is told in the summary, and is no output")
    func refused() async throws {
        let (someone, hosts) = try await Operator.withHosts("a")
        let run = try await someone.flotilla("exec", "--become-user", "nosuchuser", "--", "id")
        #expect(run.status == 1)
        let folder = try someone.run()
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/hosts/a/exec.log"))
        #expect(try folder.table.contains("sudo didn't let it run"))
        #expect(try folder.job("a").outcome?.exit?.refused?.contains("nosuchuser") == true)
        #expect(try await hosts[0].leftovers() == [])
    }

    @Test("a timeout ends that user's processes")
    func ended() async throws {
        let (someone, hosts) = try await Operator.withHosts("a")
        let run = try await someone.flotilla(
            "exec", "--become-user", "nobody", "--timeout", "1s", "--",
            "setsid sleep 4321 & sleep 4321")
        #expect(run.status == 1)
        #expect(try someone.run().job("a").status == "timeout")
        #expect(try await hosts[0].leftovers() == [])
        let left = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter {
            guard let words = FileManager.default.contents(atPath: "/proc/\($0)/cmdline") else {
                return false
            }
            return String(decoding: words, as: UTF8.self) == "sleep\u{0}4321\u{0}"
        }
        #expect(left == [])
    }

    @Test("a password that can't be had is said before any host is contacted")
    func noPassword() async throws {
        let (someone, _) = try await Operator.withHosts("a")
        let run = try await someone.flotilla("exec", "-b", "-K", "--", "id")
        #expect(run.status == 2)
        #expect(run.errors.text.contains("sudo: no password was given"))
        #expect(!someone.hasRun)
    }
}
