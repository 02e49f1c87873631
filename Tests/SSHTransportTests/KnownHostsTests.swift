import FleetCore
import FleetExecution
import Foundation
import Testing

@testable import SSHTransport

@Suite("A known_hosts file", .needs("ssh-keygen"), .timeLimit(.minutes(1)))
struct KnownHostsTests {
    /// Names in a line, and a machine that is looked up.
    static let lookups: [(names: String, machine: Machine)] = [
        ("web1", Machine(address: "web1")),
        ("web1", Machine(address: "WEB1")),
        ("WEB1", Machine(address: "web1")),
        ("web1", Machine(address: "web12")),
        ("web1,10.0.0.1", Machine(address: "10.0.0.1")),
        ("web*", Machine(address: "web1.example.com")),
        ("web?", Machine(address: "web1")),
        ("web?", Machine(address: "web12")),
        ("*.example.com,!db.example.com", Machine(address: "web.example.com")),
        ("*.example.com,!db.example.com", Machine(address: "db.example.com")),
        ("!db.example.com", Machine(address: "web.example.com")),
        ("*a*b", Machine(address: "xaxbxab")),
        ("*a*b", Machine(address: "xaxbxa")),
        ("*", Machine(address: "::1")),
        ("[web1]:2222", Machine(address: "web1", port: 2222)),
        ("[web1]:2222", Machine(address: "web1")),
        ("[web1]:2222", Machine(address: "web1", port: 2223)),
        ("[::1]:2222", Machine(address: "::1", port: 2222)),
        ("[*]:2222", Machine(address: "web1", port: 2222)),
    ]

    @Test("names the machines that ssh-keygen finds in it", arguments: lookups)
    func agreesWithOpenSSH(names: String, machine: Machine) async throws {
        let folder = try TestFolder()
        let key = try TestKey(in: folder)
        let file = try folder.write("\(names) \(key.publicLine)", to: "known_hosts")
        let name = KnownHosts.name(of: machine)
        let oracle = try Programs.run("ssh-keygen", ["-F", name, "-f", file])
        let known = try await KnownHosts.load(KnownHostsFiles(user: [file], system: []))
        #expect(known.algorithms(for: machine).isEmpty == (oracle.status != 0))
    }

    @Test("is read past comments, damage and what isn't about plain keys")
    func passesOver() async throws {
        let folder = try TestFolder()
        let key = try TestKey(in: folder)
        let file = try folder.write(
            """
            # comment

            @cert-authority web1 \(key.publicLine)
            @unknown web1 \(key.publicLine)
            web1 ssh-ed25519 AAAA!!!!
            web1 ssh-rsa \(key.publicLine.split(separator: " ")[1])
            |1|broken web1
            web1 1024 35 1234567890
              web2 \t\(key.publicLine)
            """, to: "known_hosts")
        let known = try await KnownHosts.load(KnownHostsFiles(user: [file], system: []))
        #expect(known.algorithms(for: Machine(address: "web1")).isEmpty)
        #expect(known.algorithms(for: Machine(address: "web2")) == ["ssh-ed25519"])
    }

    @Test("that is there and can't be read stops everything, one that is absent nothing")
    func unreadable() async throws {
        let folder = try TestFolder()
        await #expect(throws: Never.self) {
            _ = try await KnownHosts.load(
                KnownHostsFiles(user: [folder.file("absent")], system: []))
        }
        let error = await #expect(throws: KnownHostsError.self) {
            _ = try await KnownHosts.load(KnownHostsFiles(user: [folder.path], system: []))
        }
        #expect(error?.code == .unreadable)
    }

    @Test("with the bare address vouches for a port of its own, and can't change its key")
    func fallsBackToBareAddress() async throws {
        let folder = try TestFolder()
        let known = try await key(TestKey(in: folder, "a"))
        let other = try await key(TestKey(in: folder, "b"))
        let line = try folder.read("a.pub")
        let file = try folder.write("web1 \(line)", to: "known_hosts")
        let hosts = try await KnownHosts.load(KnownHostsFiles(user: [file], system: []))
        let machine = Machine(address: "web1", port: 2222)
        #expect(try await hosts.verify(known, of: machine, policy: .strict) == nil)
        let error = await #expect(throws: TransportError.self) {
            _ = try await hosts.verify(other, of: machine, policy: .strict)
        }
        #expect(error?.code == .hostKeyUnknown)
    }

    @Test("without an end of line gets one before what is learned")
    func lacksFinalNewline() async throws {
        let folder = try TestFolder()
        let test = try TestKey(in: folder)
        let line = String(test.publicLine.dropLast())
        let file = try folder.write("web1 \(line)", to: "known_hosts")
        let hosts = try await KnownHosts.load(KnownHostsFiles(user: [file], system: []))
        _ = try await hosts.verify(
            key(test), of: Machine(address: "web2"), policy: .acceptNew)
        let lines = try folder.read("known_hosts").split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.last?.hasPrefix("web2 ") == true)
    }

    @Test("that another process has added to meanwhile is read again before learning")
    func isSharedWithOthers() async throws {
        let folder = try TestFolder()
        let test = try TestKey(in: folder, "a")
        let other = try TestKey(in: folder, "b")
        let file = try folder.write("", to: "known_hosts")
        let hosts = try await KnownHosts.load(KnownHostsFiles(user: [file], system: []))
        try folder.write("web1 \(test.publicLine)web2 \(other.publicLine)", to: "known_hosts")
        let learned = try await hosts.verify(
            key(test), of: Machine(address: "web1"), policy: .acceptNew)
        #expect(learned == nil)
        let error = await #expect(throws: TransportError.self) {
            _ = try await hosts.verify(
                try await key(test), of: Machine(address: "web2"), policy: .acceptNew)
        }
        #expect(error?.code == .hostKeyChanged)
        #expect(error?.message.contains("\(file):2") == true)
    }

    private func key(_ test: TestKey) async throws -> PublicKey { try await test.load().publicKey }
}
