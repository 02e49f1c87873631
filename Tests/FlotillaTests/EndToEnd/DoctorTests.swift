import Foundation
import TestSupport
import Testing

@Suite("The doctor", .endToEnd, .fewAtOnce)
struct DoctorTests {
    @Test("looks at this side alone where there is no inventory")
    func here() async throws {
        let someone = try Operator()
        let seen = try await someone.flotilla("doctor")
        #expect(seen.status == 0)
        #expect(seen.output.text.hasPrefix("here: libssh2 "))
        #expect(seen.output.text.contains("name some with -i"))
    }

    @Test("finds healthy hosts well, in one line, and leaves nothing on them")
    func healthy() async throws {
        let (someone, hosts) = try await Operator.withHosts("web1", "web2", "db1")
        let seen = try await someone.flotilla("doctor", "-v")
        #expect(seen.status == 0, "\(seen.output.text)")
        #expect(seen.output.text.contains("\nweb[1-2],db1: all is well\n"))
        #expect(seen.output.text.contains("\n3 hosts: 3 well\n"))
        #expect(seen.output.text.contains("\ndb1: Linux "))
        for host in hosts {
            #expect(try FileManager.default.subpathsOfDirectory(atPath: host.home).isEmpty)
        }
    }

    @Test("folds what hosts have in common, and exits 1 for a problem, 3 for a host out of reach")
    func troubles() async throws {
        let off = try await Farm.shared.refusing
        let (someone, _) = try await Operator.withHosts(
            "web1", "web2", more: "  off: { address: \(off.address), port: \(off.port) }\n")
        let become = ["--become-user", "nobody-has-this-name"]
        let seen = try await someone.flotilla(["doctor", "web1:web2"] + become)
        #expect(seen.status == 1)
        #expect(seen.output.text.contains("\nweb[1-2]: problem: "), "\(seen.output.text)")
        let all = try await someone.flotilla(["doctor"] + become)
        #expect(all.status == 3)
        #expect(all.output.text.contains("\noff: unreachable: tcp: "))
        #expect(all.output.text.contains("\n3 hosts: 2 with problems, 1 unreachable\n"))
    }

    @Test("names what is wrong on this side")
    func wrongHere() async throws {
        let someone = try Operator()
        try someone.folder.write("x", to: "home/.ssh/id_rsa", mode: 0o644)
        try someone.folder.write("x", to: "state/flotilla/runs/x")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: someone.folder.file("state/flotilla/runs"))
        let seen = try await someone.flotilla("doctor", "--json")
        #expect(seen.status == 1)
        #expect(seen.output.text.contains("chmod 600 \(someone.folder.file("home/.ssh/id_rsa"))"))
        #expect(
            seen.output.text.contains("chmod 700 \(someone.folder.file("state/flotilla/runs"))"))
    }

    @Test("looks at this side also where it keeps an inventory from being used")
    func badInventory() async throws {
        let someone = try Operator()
        try someone.folder.write("hosts: { web1: { user: } }\nx: 1\n", to: "flotilla.yaml")
        let seen = try await someone.flotilla("doctor")
        #expect(seen.status == 2)
        #expect(seen.output.text.hasPrefix("here: libssh2 "))
        #expect(seen.errors.text.contains("flotilla.yaml:"))
    }
}
