import FleetCore
import Foundation
import SSHTransport
import TestSupport
import Testing

@Suite("The keys that a host shows to anybody", .needs("sshd", "ssh-keygen"), .fewAtOnce)
struct TrustTests {
    /// A server with these keys besides its own, which are there as long as `folder` is.
    private func server(
        _ types: [[String]], in folder: TestFolder
    ) throws -> (server: LoopbackServer, keys: Set<String>) {
        let more = try types.map { try TestKey(in: folder, $0.joined(), $0) }
        let server = try LoopbackServer(more.map { "HostKey \($0.path)" })
        let lines = try more.map(\.publicLine) + [server.folder.read("host_key.pub")]
        let keys = lines.map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        return (server, Set(keys))
    }

    /// Not RSA: libssh2 1.10 doesn't know how today's servers sign with it.
    private static let types = [["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "384"]]

    private func text(_ key: PublicKey) -> String {
        "\(key.algorithm) \(Data(key.blob).base64EncodedString())"
    }

    @Test("are one of each type, got without a login, and nothing is learned")
    func shown() async throws {
        let folder = try TestFolder()
        defer { withExtendedLifetime(folder) {} }
        let (server, expected) = try server(TrustTests.types, in: folder)
        let endpoint = try await server.endpoint(identities: [], policy: .acceptNew)
        let keys = try await SSHHost(endpoint: endpoint, eventLoops: TestLoops.shared).hostKeys()
        #expect(keys.first?.algorithm == "ssh-ed25519")
        #expect(keys.count == 3)
        #expect(Set(keys.map { text($0) }) == expected)
        #expect(!FileManager.default.fileExists(atPath: server.folder.file("known_hosts")))
    }

    @Test("are written as ssh-keygen finds them, once, whoever else writes")
    func learned() async throws {
        let folder = try TestFolder()
        defer { withExtendedLifetime(folder) {} }
        let (server, _) = try server(TrustTests.types, in: folder)
        let endpoint = try await server.endpoint(identities: [])
        let known = endpoint.hostKeys.knownHosts
        let machine = server.machine
        let keys = try await SSHHost(endpoint: endpoint, eventLoops: TestLoops.shared).hostKeys()
        #expect(keys.count == 3)
        #expect(keys.allSatisfy { known.standing(of: $0, on: machine) == .unknown })
        // Another process has learned one of them meanwhile.
        let name = "[\(machine.address)]:\(machine.port)"
        try server.folder.write("\(name) \(text(keys[0]))\n", to: "known_hosts")
        for key in keys { try await known.trust(key, of: machine, replacesOther: false) }
        let lines = try server.folder.read("known_hosts").split(separator: "\n").map(String.init)
        #expect(lines == keys.map { "\(name) \(text($0))" })
        #expect(keys.allSatisfy { known.standing(of: $0, on: machine) == .known })
    }

    @Test("that have changed go in the place of the known ones only where that is said")
    func changed() async throws {
        let folder = try TestFolder()
        let server = try LoopbackServer()
        let old = try TestKey(in: folder, "old").publicLine
        let other = try TestKey(in: folder, "other", ["-t", "ecdsa"]).publicLine
        let machine = server.machine
        let name = "[\(machine.address)]:\(machine.port)"
        let kept = "# mine\n\(name) \(other)web1,web2 \(old)"
        try server.folder.write("\(kept)\(name) \(old)web3,\(name) \(old)", to: "known_hosts")
        let endpoint = try await server.endpoint(identities: [])
        let known = endpoint.hostKeys.knownHosts
        let keys = try await SSHHost(endpoint: endpoint, eventLoops: TestLoops.shared).hostKeys()
        let key = try #require(keys.first)
        let before = try server.folder.read("known_hosts")
        let error = await #expect(throws: KnownHostsError.self) {
            try await known.trust(key, of: machine, replacesOther: false)
        }
        #expect(error?.code == .otherKnown)
        #expect(try server.folder.read("known_hosts") == before)
        try await known.trust(key, of: machine, replacesOther: true)
        let after = try server.folder.read("known_hosts")
        #expect(after == "\(kept)web3 \(old)\(name) \(text(key))\n")
        #expect(known.standing(of: key, on: machine) == .known)
    }

    @Test("don't replace a line about hosts that nobody asked about, nor one marked as revoked")
    func stays() async throws {
        let folder = try TestFolder()
        let server = try LoopbackServer()
        let old = try TestKey(in: folder, "old").publicLine
        let shown = try server.folder.read("host_key.pub")
        let machine = server.machine
        let name = "[\(machine.address)]:\(machine.port)"
        for (line, code) in [
            ("[127.*]:\(machine.port) \(old)", KnownHostsError.Code.otherKnown),
            ("@revoked \(name) \(shown)", .revoked),
        ] {
            try server.folder.write(line, to: "known_hosts")
            let endpoint = try await server.endpoint(identities: [])
            let host = SSHHost(endpoint: endpoint, eventLoops: TestLoops.shared)
            let key = try #require(try await host.hostKeys().first)
            let error = await #expect(throws: KnownHostsError.self) {
                try await endpoint.hostKeys.knownHosts.trust(
                    key, of: machine, replacesOther: true)
            }
            #expect(error?.code == code)
            #expect(try server.folder.read("known_hosts") == line)
        }
    }
}
