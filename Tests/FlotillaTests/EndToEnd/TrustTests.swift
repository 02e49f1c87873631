import Foundation
import TestSupport
import Testing

@Suite("Trusting hosts", .endToEnd, .fewAtOnce)
struct TrustTests {
    /// An operator with hosts of the farm whose keys aren't known.
    private func strangers(_ names: String...) async throws -> (Operator, [Farm.Host]) {
        let farm = try await Farm.shared
        let hosts = try farm.hosts(names.count)
        let someone = try Operator()
        let lines = zip(names, hosts).map {
            "  \($0): { address: \($1.address), port: \($1.port) }\n"
        }
        let known = someone.folder.file("known")
        try someone.folder.write(
            "defaults: { known_hosts: \(known) }\nhosts:\n\(lines.joined())", to: "flotilla.yaml")
        return (someone, hosts)
    }

    /// The lines of the farm's known_hosts that are about `host`.
    private func truth(_ host: Farm.Host) async throws -> [String] {
        let known = try await bytes(ofFile: Farm.shared.knownHosts)
        return String(decoding: known, as: UTF8.self).split(separator: "\n").map(String.init).filter
        {
            $0.hasPrefix("[\(host.address)]:\(host.port) ")
        }
    }

    /// A line of known_hosts with a key that no host has.
    private func wrongLine(_ host: Farm.Host) -> String {
        let name = Array("ssh-ed25519".utf8)
        let blob = [0, 0, 0, 11] + name + [0, 0, 0, 32] + [UInt8](repeating: 7, count: 32)
        return "[\(host.address)]:\(host.port) ssh-ed25519 \(Data(blob).base64EncodedString())"
    }

    @Test("without a terminal writes nothing, and says so")
    func writesNothing() async throws {
        let (someone, _) = try await strangers("web1", "web2")
        let asked = try await someone.flotilla("trust")
        #expect(asked.status == 1)
        #expect(asked.output.text.contains("2 hosts; 4 keys: 4 new"))
        #expect(asked.errors.text.contains("nothing was written"))
        #expect(!FileManager.default.fileExists(atPath: someone.folder.file("known")))
    }

    @Test("with --yes learns what the hosts show, and then all is known")
    func learns() async throws {
        let (someone, hosts) = try await strangers("web1", "web2")
        let first = try await someone.flotilla("trust", "web1", "--yes")
        #expect(first.status == 0)
        #expect(first.output.text.contains("learned 2 keys into"))
        let written = try someone.folder.read("known").split(separator: "\n").map(String.init)
        #expect(Set(written) == Set(try await truth(hosts[0])))
        let second = try await someone.flotilla("trust", "--yes", "--json")
        #expect(second.status == 0)
        #expect(second.output.text.contains("\"learned\" : true"))
        let third = try await someone.flotilla("trust")
        #expect(third.status == 0)
        #expect(third.output.text.contains("4 keys: 4 known"))
    }

    @Test("asks once on a terminal, and does as it is told", arguments: ["y", "n"])
    func asks(answer: String) async throws {
        let (someone, _) = try await strangers("web1")
        let program = try someone.start(
            ["trust"], typing: [answer], behind: "learn 2 new keys of 1 host? y(es), n(o): ")
        #expect(await program.status == (answer == "y" ? 0 : 1))
        let isWritten = FileManager.default.fileExists(atPath: someone.folder.file("known"))
        #expect(isWritten == (answer == "y"))
    }

    @Test("compares with a list in each of the forms that they come in, and writes nothing")
    func compares() async throws {
        let (someone, hosts) = try await strangers("web1", "web2")
        let lines = try await truth(hosts[0]) + truth(hosts[1])
        let asked = try await someone.flotilla("trust", "web1").output.text
        let fingerprints = asked.split { $0 == " " || $0 == "\n" }
            .filter { $0.hasPrefix("SHA256:") }
        #expect(fingerprints.count == 2)
        let listed = "4 as listed"
        let cases: [(list: [String], status: Int32, says: String)] = [
            (lines, 0, listed),
            (lines.map { $0.split(separator: " ").dropFirst().joined(separator: " ") }, 0, listed),
            (fingerprints.map { "256 \($0) root@somewhere (ED25519)" }, 0, listed),
            ([String(fingerprints[0])], 1, "2 as listed in list, 2 not"),
            (
                lines.filter { !$0.contains("ed25519") } + [wrongLine(hosts[1])], 1,
                "DIFFERS: listed is"
            ),
            (lines + [wrongLine(hosts[1])], 1, "NOT SHOWN"),
            (["# nothing"], 2, "has no host key in it"),
        ]
        for one in cases {
            try someone.folder.write(one.list.joined(separator: "\n") + "\n", to: "list")
            let checked = try await someone.flotilla("trust", "--check", "list")
            #expect(checked.status == one.status, "\(one)")
            #expect((checked.output.text + checked.errors.text).contains(one.says), "\(one)")
        }
        #expect(!FileManager.default.fileExists(atPath: someone.folder.file("known")))
    }

    @Test("keeps a changed key without --replace-changed, and shows old and new")
    func changed() async throws {
        let (someone, hosts) = try await strangers("web1", "web2")
        let line = wrongLine(hosts[0]) + "\n"
        try someone.folder.write(line, to: "known")
        let kept = try await someone.flotilla("trust", "web1", "--yes")
        #expect(kept.status == 1)
        #expect(kept.output.text.contains("CHANGED: known is SHA256:"))
        #expect(try someone.folder.read("known").hasPrefix(line))
        let replaced = try await someone.flotilla("trust", "web1", "--yes", "--replace-changed")
        #expect(replaced.status == 0)
        let known = try someone.folder.read("known").split(separator: "\n").map(String.init)
        #expect(Set(known) == Set(try await truth(hosts[0])))
    }

    @Test("reports a host that can't be asked, and ends with 3")
    func unreachable() async throws {
        let (someone, _) = try await strangers("web1")
        let off = try await Farm.shared.refusing
        try someone.folder.write(
            "hosts: { off: { address: \(off.address), port: \(off.port) } }\n", to: "off.yaml")
        let asked = try await someone.flotilla(
            "trust", "-i", "flotilla.yaml", "-i", "off.yaml", "--yes")
        #expect(asked.status == 3)
        #expect(asked.output.text.contains("off   -        -"))
        #expect(asked.output.text.contains("tcp: "))
        #expect(asked.output.text.contains("learned 2 keys"))
    }
}
