import FleetCore
import FleetExecution
import Foundation
import ProcessTransport
import SSHTransport
import TestSupport
import Testing

/// What is the system's ssh's own: how it is told what to do, and what its words mean.
@Suite("The system's ssh", .needs("sshd", "ssh-keygen", "ssh"), .fewAtOnce)
struct OpenSSHTests {
    private func failure(_ endpoint: OpenSSHEndpoint) async throws -> TransportError {
        let host = OpenSSHHost(endpoint: endpoint, eventLoops: TestLoops.shared)
        let error = await #expect(throws: TransportError.self) {
            await (try host.connect()).close()
        }
        return try #require(error)
    }

    private func notices(_ endpoint: OpenSSHEndpoint) async throws -> [String] {
        try await OpenSSHHost(endpoint: endpoint, eventLoops: TestLoops.shared)
            .withConnection { $0.notices }
    }

    /// The command lines of processes that name `path`.
    private func processes(about path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
            .compactMap { FileManager.default.contents(atPath: "/proc/\($0)/cmdline") }
            .map { String(decoding: $0, as: UTF8.self) }.filter { $0.contains(path) }
    }

    private func fingerprint(_ server: LoopbackServer) throws -> Substring {
        try Programs.run("ssh-keygen", ["-lf", server.folder.file("host_key.pub")])
            .output.split(separator: " ")[1]
    }

    @Test("learns an unknown host's key, and shows it once")
    func learns() async throws {
        let server = try LoopbackServer()
        var endpoint = try server.opensshEndpoint()
        endpoint.hostKeys = .acceptNew
        let first = try await notices(endpoint)
        #expect(first.count == 1)
        #expect(first.first?.contains(try fingerprint(server)) == true)
        #expect(try await notices(endpoint).isEmpty)
        endpoint.hostKeys = .strict
        #expect(try await notices(endpoint).isEmpty)
    }

    @Test("learns nothing where host keys aren't checked")
    func learnsNothing() async throws {
        let server = try LoopbackServer()
        #expect(try await notices(server.opensshEndpoint()).isEmpty)
        let known = server.folder.file("known_hosts")
        #expect(!FileManager.default.fileExists(atPath: known))
    }

    @Test("refuses an unknown host where the operator is strict")
    func refusesUnknown() async throws {
        let server = try LoopbackServer()
        var endpoint = try server.opensshEndpoint()
        endpoint.hostKeys = .strict
        let error = try await failure(endpoint)
        #expect(error.code == .hostKeyUnknown)
    }

    @Test("refuses a changed key, whatever the policy", arguments: HostKeyPolicy.allCases)
    func refusesChanged(policy: HostKeyPolicy) async throws {
        let server = try LoopbackServer()
        let place = "[\(server.machine.address)]:\(server.machine.port)"
        try server.folder.write("\(place) \(server.key.publicLine)", to: "known_hosts")
        var endpoint = try server.opensshEndpoint()
        endpoint.hostKeys = policy
        let error = try await failure(endpoint)
        #expect(error.code == .hostKeyChanged)
    }

    @Test("refuses a revoked key")
    func refusesRevoked() async throws {
        let server = try LoopbackServer()
        let key = try server.folder.read("host_key.pub")
        try server.folder.write("@revoked * \(key)", to: "known_hosts")
        let error = try await failure(server.opensshEndpoint())
        #expect(error.code == .hostKeyRevoked)
    }

    @Test("with the wrong key isn't let in, and that is told")
    func wrongKey() async throws {
        let server = try LoopbackServer()
        let other = try TestKey(in: TestFolder())
        var endpoint = try server.opensshEndpoint()
        endpoint.keys = .init(files: [other.path], triesAgent: false)
        let error = try await failure(endpoint)
        #expect(error.code == .authentication)
        #expect(error.message.contains("Permission denied (publickey)"))
        #expect(!error.isTransient)
    }

    @Test("with too many keys is told so")
    func tooManyKeys() async throws {
        let server = try LoopbackServer(["MaxAuthTries 2"])
        let folder = try TestFolder()
        var endpoint = try server.opensshEndpoint()
        let keys = try (0..<4).map { try TestKey(in: folder, "\($0)") }
        endpoint.keys = .init(files: keys.map(\.path), triesAgent: false)
        let error = try await failure(endpoint)
        #expect(error.code == .authentication)
        #expect(error.message.contains("Too many authentication failures"))
    }

    @Test(
        "names what the server has where there is no common algorithm",
        arguments: ["Ciphers aes128-cbc", "MACs hmac-md5\nCiphers aes128-ctr"])
    func noCommonAlgorithm(option: String) async throws {
        let server = try LoopbackServer([option])
        let error = try await failure(server.opensshEndpoint())
        #expect(error.code == .noCommonAlgorithm)
        #expect(error.message.contains("Their offer: "))
    }

    @Test(
        "that is configured with a program gets there by it, under the name that one would type",
        .needs("python3"))
    func usesConfiguration() async throws {
        let server = try LoopbackServer()
        let netcat = """
            import os, socket, sys, threading
            line = socket.create_connection((sys.argv[1], int(sys.argv[2])))
            def up():
                while data := os.read(0, 65536):
                    line.sendall(data)
                line.shutdown(socket.SHUT_WR)
            threading.Thread(target=up, daemon=True).start()
            while data := line.recv(65536):
                os.write(1, data)
            """
        try server.folder.write(netcat, to: "netcat.py")
        try FileManager.default.createDirectory(
            atPath: server.folder.file(".ssh"), withIntermediateDirectories: true)
        let place = "\(server.machine.address) \(server.machine.port)"
        try server.folder.write(
            """
            Host alias
              ProxyCommand python3 \(server.folder.file("netcat.py")) \(place)
              ControlMaster auto
              ControlPath \(server.folder.file("other"))
              RemoteCommand echo wrong
              RequestTTY force
              LocalCommand echo wrong
              LocalForward 127.0.0.1:1 127.0.0.1:1
            """, to: ".ssh/config")
        var endpoint = try server.opensshEndpoint()
        endpoint.configuredName = "alias"
        endpoint.machine = Machine(address: "192.0.2.1", port: server.machine.port)
        try await OpenSSHHost(endpoint: endpoint, eventLoops: TestLoops.shared)
            .withConnection { connection in
                let result = try await connection.run("echo in; echo error >&2")
                #expect(result.text == "in\n")
                #expect(result.error == Array("error\n".utf8))
            }
    }

    @Test("that can't read its configuration says so, and nobody tries again")
    func brokenConfiguration() async throws {
        let server = try LoopbackServer()
        try FileManager.default.createDirectory(
            atPath: server.folder.file(".ssh"), withIntermediateDirectories: true)
        try server.folder.write("NoSuchOption yes\n", to: ".ssh/config")
        var endpoint = try server.opensshEndpoint()
        endpoint.configuredName = server.machine.address
        let error = try await failure(endpoint)
        #expect(error.code == .cannotStart)
        #expect(error.message.lowercased().contains("nosuchoption"))
    }

    @Test("that isn't there says so, and nobody tries again")
    func isNotThere() async throws {
        let server = try LoopbackServer()
        var endpoint = try server.opensshEndpoint()
        endpoint.program = "/nowhere/ssh"
        let error = try await failure(endpoint)
        #expect(error.code == .cannotStart)
    }

    @Test("leaves neither a process nor a file behind", arguments: [true, false])
    func leavesNothing(isLetIn: Bool) async throws {
        let server = try LoopbackServer()
        let temporary = try TestFolder()
        var endpoint = try server.opensshEndpoint()
        endpoint.environment["TMPDIR"] = temporary.path
        if isLetIn {
            _ = try await notices(endpoint)
        } else {
            endpoint.keys = .init(files: [], triesAgent: false)
            _ = try await failure(endpoint)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path) == [])
        #expect(try processes(about: temporary.path) == [])
    }

    @Test("takes the place of libssh2 where that has no algorithm in common, and says so once")
    func fallsBack() async throws {
        let server = try LoopbackServer([
            "Ciphers chacha20-poly1305@openssh.com", "MACs hmac-sha2-256-etm@openssh.com",
        ])
        let first = SSHHost(endpoint: try await server.endpoint(), eventLoops: TestLoops.shared)
        let second = OpenSSHHost(
            endpoint: try server.opensshEndpoint(), eventLoops: TestLoops.shared)
        let both = FallbackHost(first, else: second)
        for isFirst in [true, false] {
            try await both.withConnection { connection in
                let result = try await connection.run("echo in")
                #expect(result.text == "in\n")
                // A libssh2 from 1.11 on knows this cipher.
                guard LibSSH2Version.isOld else { return }
                #expect(connection.notices.count == (isFirst ? 1 : 0))
                guard isFirst else { return }
                #expect(connection.notices.first?.contains("the system's ssh") == true)
            }
        }
        guard LibSSH2Version.isOld else { return }
        let error = await #expect(throws: TransportError.self) {
            _ = try await FallbackHost(first, else: nil).connect()
        }
        #expect(error?.code == .noCommonAlgorithm)
        #expect(error?.message.contains("no 'ssh' program") == true)
    }

    @Test("isn't asked where libssh2 fails for another reason")
    func staysWithFirst() async throws {
        let server = try LoopbackServer()
        let other = try await TestKey(in: TestFolder()).load()
        let first = SSHHost(
            endpoint: try await server.endpoint(identities: [.privateKey(other)]),
            eventLoops: TestLoops.shared)
        let second = OpenSSHHost(
            endpoint: try server.opensshEndpoint(), eventLoops: TestLoops.shared)
        let error = await #expect(throws: TransportError.self) {
            _ = try await FallbackHost(first, else: second).connect()
        }
        #expect(error?.code == .authentication)
    }
}
