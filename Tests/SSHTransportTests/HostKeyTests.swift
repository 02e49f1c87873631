import FleetCore
import FleetExecution
import Foundation
import SSHTransport
import TestSupport
import Testing

@Suite("A host's key", .needs("sshd", "ssh-keygen"), .fewAtOnce)
struct HostKeyTests {
    /// The name of a server in known_hosts.
    private func name(_ server: LoopbackServer) -> String {
        "[\(server.machine.address)]:\(server.machine.port)"
    }

    private func failure(
        _ server: LoopbackServer, _ policy: HostKeyPolicy
    ) async throws -> TransportError {
        let host = SSHHost(
            endpoint: try await server.endpoint(policy: policy), eventLoops: TestLoops.shared)
        let error = await #expect(throws: TransportError.self) {
            await (try host.connect()).close()
        }
        return try #require(error)
    }

    private func notices(
        _ server: LoopbackServer, _ policy: HostKeyPolicy
    ) async throws -> [String] {
        try await withConnection(to: server.endpoint(policy: policy)) { $0.notices }
    }

    @Test("that is unknown is learned and shown, once, where new ones are accepted")
    func learns() async throws {
        let server = try LoopbackServer()
        let fingerprint = try Programs.run(
            "ssh-keygen", ["-lf", server.folder.file("host_key.pub")]
        ).output.split(separator: " ")[1]
        let first = try await notices(server, .acceptNew)
        #expect(first.count == 1)
        #expect(first.first?.contains(fingerprint) == true)
        let second = try await notices(server, .acceptNew)
        #expect(second.isEmpty)
        let known = try server.folder.read("known_hosts")
        let parts = try server.folder.read("host_key.pub").split(separator: " ")
        #expect(known == "\(name(server)) \(parts[0]) \(parts[1])\n")
        let found = try Programs.run(
            "ssh-keygen", ["-F", name(server), "-f", server.folder.file("known_hosts")])
        #expect(found.status == 0)
        let mode =
            try FileManager.default.attributesOfItem(
                atPath: server.folder.file("known_hosts"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("that is unknown is learned once by many connections at once")
    func learnsOnce() async throws {
        let server = try LoopbackServer(["MaxStartups 100"])
        let endpoint = try await server.endpoint(policy: .acceptNew)
        let notices = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<8 {
                group.addTask { try await withConnection(to: endpoint) { $0.notices } }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(notices.count == 1)
        #expect(try server.folder.read("known_hosts").split(separator: "\n").count == 1)
    }

    @Test("that is unknown is refused under strict, with its fingerprint")
    func isRefusedUnderStrict() async throws {
        let error = try await failure(try LoopbackServer(), .strict)
        #expect(error.code == .hostKeyUnknown)
        #expect(error.message.contains("SHA256:"))
    }

    @Test("that is unknown is neither checked nor learned under off")
    func isIgnored() async throws {
        let server = try LoopbackServer()
        #expect(try await notices(server, .off).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: server.folder.file("known_hosts")))
    }

    @Test("that has changed is refused, whatever the policy", arguments: HostKeyPolicy.allCases)
    func hasChanged(policy: HostKeyPolicy) async throws {
        let server = try LoopbackServer()
        let other = try TestKey(in: server.folder, "other")
        try server.folder.write(
            "# a comment\n\(name(server)) \(other.publicLine)", to: "known_hosts")
        let error = try await failure(server, policy)
        #expect(error.code == .hostKeyChanged)
        let file = server.folder.file("known_hosts")
        #expect(error.message.contains("\(file):2"))
        #expect(error.message.contains("ssh-keygen -R '\(name(server))' -f \(file)"))
        #expect(error.message.components(separatedBy: "SHA256:").count == 3, "both fingerprints")
    }

    @Test("that the named command has mended is accepted")
    func isMended() async throws {
        let server = try LoopbackServer()
        let other = try TestKey(in: server.folder, "other")
        try server.folder.write("\(name(server)) \(other.publicLine)", to: "known_hosts")
        try Programs.run(
            "ssh-keygen", ["-R", name(server), "-f", server.folder.file("known_hosts")])
        #expect(try await notices(server, .acceptNew).count == 1)
    }

    @Test("is found under a hashed name, and a new one is hashed where others are")
    func isHashed() async throws {
        let server = try LoopbackServer()
        let hostLine = try server.folder.read("host_key.pub")
        let file = try server.folder.write("\(name(server)) \(hostLine)", to: "known_hosts")
        try Programs.run("ssh-keygen", ["-H", "-f", file])
        #expect(try server.folder.read("known_hosts").hasPrefix("|1|"))
        #expect(try await notices(server, .strict).isEmpty)

        let second = try LoopbackServer()
        try second.folder.write(try server.folder.read("known_hosts"), to: "known_hosts")
        #expect(try await notices(second, .acceptNew).count == 1)
        let lines = try second.folder.read("known_hosts").split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.hasPrefix("|1|") })
        let found = try Programs.run(
            "ssh-keygen", ["-F", name(second), "-f", second.folder.file("known_hosts")])
        #expect(found.status == 0)
    }

    @Test("that is revoked is refused")
    func isRevoked() async throws {
        let server = try LoopbackServer()
        let hostLine = try server.folder.read("host_key.pub")
        try server.folder.write(
            "@revoked * \(hostLine)\(name(server)) \(hostLine)", to: "known_hosts")
        #expect(try await failure(server, .acceptNew).code == .hostKeyRevoked)
    }

    @Test("is asked for in the type that is known, when the server has several")
    func asksForKnownType() async throws {
        let folder = try TestFolder()
        let ecdsa = try TestKey(in: folder, "ecdsa", ["-t", "ecdsa"])
        let server = try LoopbackServer(["HostKey \(ecdsa.path)"])
        try server.folder.write("\(name(server)) \(ecdsa.publicLine)", to: "known_hosts")
        #expect(try await notices(server, .strict).isEmpty)
    }

    @Test("can be of each type", arguments: [["-t", "ed25519"], ["-t", "ecdsa", "-b", "521"]])
    func types(form: [String]) async throws {
        let server = try LoopbackServer(hostKey: form)
        #expect(try await notices(server, .acceptNew).count == 1)
        #expect(try await notices(server, .strict).isEmpty)
    }

    @Test("is remembered for the run where the file can't be written")
    func cannotBeWritten() async throws {
        let server = try LoopbackServer()
        let files = KnownHostsFiles(user: ["/proc/no-such-folder/known_hosts"], system: [])
        let known = try await KnownHosts.load(files)
        let endpoint = try await server.endpoint(policy: .acceptNew, knownHosts: known)
        let first = try await withConnection(to: endpoint) { $0.notices }
        #expect(first.first?.contains("can't be written") == true)
        let second = try await withConnection(to: endpoint) { $0.notices }
        #expect(second.isEmpty)
    }
}
