import FleetCore
import FleetExecution
import Foundation
import ProcessTransport
import SSHTransport
import TestSupport
import Testing

@Suite("A host that can't be reached", .needs("sshd", "ssh-keygen", "ssh"), .fewAtOnce)
struct ReachingTests {
    /// Connects, and gives what went wrong.
    private func failure(_ endpoint: SSHEndpoint) async throws -> TransportError {
        let host = SSHHost(endpoint: endpoint, eventLoops: TestLoops.timed)
        let error = await #expect(throws: TransportError.self) {
            await (try host.connect()).close()
        }
        return try #require(error)
    }

    /// Tries to get to `machine` without a key, and gives what went wrong.
    private func failure(
        _ transport: Transport, _ machine: Machine, timeout: Duration = .seconds(10)
    ) async throws -> TransportError {
        guard transport == .openssh else {
            return try await failure(endpoint(machine, timeout: timeout))
        }
        return try await failure(opensshEndpoint(machine, timeout: timeout))
    }

    private func failure(_ endpoint: OpenSSHEndpoint) async throws -> TransportError {
        let host = OpenSSHHost(endpoint: endpoint, eventLoops: TestLoops.timed)
        let error = await #expect(throws: TransportError.self) {
            await (try host.connect()).close()
        }
        return try #require(error)
    }

    private func opensshEndpoint(
        _ machine: Machine, timeout: Duration = .seconds(10)
    ) throws -> OpenSSHEndpoint {
        var endpoint = OpenSSHEndpoint(
            program: try #require(Programs.path(of: "ssh")), machine: machine, user: "nobody",
            home: "/nowhere", environment: [:])
        endpoint.keys = .init(files: [], triesAgent: false)
        endpoint.hostKeys = .off
        endpoint.connectTimeout = timeout
        return endpoint
    }

    private func endpoint(
        _ machine: Machine, timeout: Duration = .seconds(10)
    ) async throws -> SSHEndpoint {
        let known = try await KnownHosts.load(KnownHostsFiles(user: [], system: []))
        var endpoint = SSHEndpoint(
            machine: machine, user: "nobody", identities: [],
            hostKeys: HostKeyCheck(policy: .off, knownHosts: known))
        endpoint.connectTimeout = timeout
        return endpoint
    }

    @Test("because nobody listens says that the port refuses", arguments: Transport.remote)
    func refused(transport: Transport) async throws {
        let error = try await failure(transport, FreePort.machine())
        #expect(error.code == .refused)
        #expect(error.isTransient)
    }

    @Test("because its name is unknown says so", arguments: Transport.remote)
    func unknownName(transport: Transport) async throws {
        let machine = Machine(address: "no-such-host.invalid")
        let error = try await failure(transport, machine)
        // Without a name server, as in a sealed-off test machine, it can't be known whether the name is.
        #expect(error.code == .nameUnknown || error.code == .nameServerSilent)
        #expect(error.layer == .dns)
        #expect(error.message.contains("no-such-host.invalid"))
    }

    @Test("by its name is tried at each of its addresses")
    func severalAddresses() async throws {
        let server = try LoopbackServer(at: "127.0.0.1")
        var endpoint = try await server.endpoint()
        // Nobody listens on the IPv6 address that most systems give to this name.
        endpoint.machine = Machine(address: "localhost", port: server.machine.port)
        try await withConnection(to: endpoint) { connection in
            let result = try await connection.run("echo in")
            #expect(result.text == "in\n")
        }
    }

    @Test(
        "because it says nothing is given up within the connect timeout, and the step is named",
        arguments: Transport.remote)
    func silent(transport: Transport) async throws {
        let listener = try FakeServer(saying: "")
        // The server would keep silent for ever: that this ends is the promise.
        let error = try await failure(
            transport, listener.machine, timeout: .milliseconds(4_500))
        #expect(error.code == .silent)
        #expect(error.message.contains("within 4.5 s"))
        if transport == .ssh { #expect(error.message.contains("banner")) }
    }

    @Test("because something else than SSH answers shows what it said", arguments: Transport.remote)
    func notSSH(transport: Transport) async throws {
        let listener = try FakeServer(saying: "220 mail.example.com ESMTP\r\n")
        let error = try await failure(
            transport, listener.machine, timeout: .milliseconds(4_500))
        #expect(error.code == (transport == .ssh ? .notSSH : .silent))
        guard transport == .ssh else { return }
        #expect(error.message.contains("220 mail.example.com ESMTP"))
    }

    @Test("can't move the operator's cursor by what it says")
    func hostileAnswer() async throws {
        let listener = try FakeServer(saying: "\u{1b}[2Jowned\u{7}\r\n", hangsUp: true)
        let error = try await failure(endpoint(listener.machine))
        #expect(error.message.contains("'?[2Jowned?'"))
    }

    @Test(
        "because something else than SSH answers, and hangs up, shows what it said",
        arguments: Transport.remote)
    func notSSHAndHangsUp(transport: Transport) async throws {
        let listener = try FakeServer(saying: "HTTP/1.1 400 Bad Request\r\n\r\n", hangsUp: true)
        let error = try await failure(transport, listener.machine)
        #expect(error.code == (transport == .ssh ? .notSSH : .dropped))
        if transport == .ssh { #expect(error.message.contains("HTTP/1.1 400")) }
    }

    @Test(
        "because the server takes no more logins says that it may later",
        arguments: Transport.remote)
    func maxStartups(transport: Transport) async throws {
        let server = try LoopbackServer(["MaxStartups 1"])
        let held = try FakeClient(server.machine)
        defer { held.close() }
        let error = try await failure(transport, server.machine)
        #expect(error.code == .dropped, "\(error)")
        #expect(error.isTransient)
    }

    @Test(
        "because the server hangs up without a word says that it may later",
        arguments: Transport.remote)
    func hangsUp(transport: Transport) async throws {
        let listener = try FakeServer(saying: "", hangsUp: true)
        let error = try await failure(transport, listener.machine)
        #expect(error.code == .dropped)
    }

    @Test("for want of a common cipher names both sides' and the remedy")
    func noCommonCipher() async throws {
        let server = try LoopbackServer(["Ciphers chacha20-poly1305@openssh.com"])
        let host = SSHHost(endpoint: try await server.endpoint(), eventLoops: TestLoops.shared)
        do {
            // A libssh2 from 1.11 on knows this cipher.
            await (try host.connect()).close()
        } catch {
            #expect(error.code == .noCommonAlgorithm)
            #expect(error.message.contains("chacha20-poly1305@openssh.com"))
            #expect(error.message.contains("aes128-ctr"))
            #expect(error.message.contains("newer libssh2"))
        }
    }

    @Test("for the wrong key names what was offered and what the server accepts")
    func wrongKey() async throws {
        let server = try LoopbackServer()
        let other = try await TestKey(in: TestFolder()).load()
        let error = try await failure(server.endpoint(identities: [.privateKey(other)]))
        #expect(error.code == .authentication)
        #expect(error.message.contains(other.publicKey.fingerprint))
        #expect(error.message.contains("it accepts publickey"))
    }

    @Test("with too many keys names what the server said")
    func tooManyKeys() async throws {
        let server = try LoopbackServer(["MaxAuthTries 2"])
        let folder = try TestFolder()
        var identities: [Identity] = []
        for number in 0..<4 {
            identities.append(.privateKey(try await TestKey(in: folder, "\(number)").load()))
        }
        let error = try await failure(server.endpoint(identities: identities))
        #expect(error.code == .authentication)
        #expect(error.message.contains("Too many authentication failures"))
    }

    @Test("is left alone when connecting is cancelled", arguments: Transport.remote)
    func cancelled(transport: Transport) async throws {
        let listener = try FakeServer(saying: "")
        let host: any RemoteHost =
            transport == .ssh
            ? SSHHost(
                endpoint: try await endpoint(listener.machine), eventLoops: TestLoops.shared)
            : OpenSSHHost(
                endpoint: try opensshEndpoint(listener.machine), eventLoops: TestLoops.shared)
        let connecting = Task { try await host.connect() }
        await listener.waitForClient()
        connecting.cancel()
        let error = await #expect(throws: TransportError.self) { _ = try await connecting.value }
        #expect(error?.code == .cancelled)
        await listener.waitForClientToLeave()
    }
}
