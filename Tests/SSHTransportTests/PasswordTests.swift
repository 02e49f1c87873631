import FleetExecution
import Foundation
import SSHTransport
import TestSupport
import Testing

@Suite(
    "A login by password", .needs("sshd", "ssh-keygen", "unshare"), .fewAtOnce,
    .enabled(if: getuid() == 0, "needs root, who may give the server a password list of its own"))
struct PasswordTests {
    private func endpoint(
        _ server: LoopbackServer, _ password: String = PasswordServer.password,
        identities: [Identity] = []
    ) async throws -> SSHEndpoint {
        var endpoint = try await server.endpoint(identities: identities)
        endpoint.password = LoginPassword(Array(password.utf8))
        return endpoint
    }

    /// Logs in, and gives what a command prints.
    private func answer(_ endpoint: SSHEndpoint) async throws -> String {
        var text = ""
        try await withConnection(to: endpoint) { connection in
            text = try await connection.run("echo in").text
        }
        return text
    }

    private func failure(_ endpoint: SSHEndpoint) async throws -> TransportError {
        let host = SSHHost(endpoint: endpoint, eventLoops: TestLoops.timed)
        let error = await #expect(throws: TransportError.self) {
            await (try host.connect()).close()
        }
        return try #require(error)
    }

    @Test("goes by the method of that name")
    func password() async throws {
        let server = try PasswordServer.start(["PasswordAuthentication yes"])
        #expect(try await answer(endpoint(server)) == "in\n")
    }

    @Test("goes by answering the server's question, where that is the only way")
    func question() async throws {
        let server = try PasswordServer.start(
            ["KbdInteractiveAuthentication yes"], asksPAM: true)
        #expect(try await answer(endpoint(server)) == "in\n")
    }

    @Test("comes after the keys, also where the server wants both")
    func both() async throws {
        let server = try PasswordServer.start([
            "PasswordAuthentication yes", "AuthenticationMethods publickey,password",
        ])
        let key = Identity.privateKey(try await server.key.load())
        let both = try await endpoint(server, identities: [key])
        #expect(try await answer(both) == "in\n")
        let without = try await failure(endpoint(server))
        #expect(without.code == .authentication)
        #expect(without.message.contains("it accepts publickey"))
    }

    @Test("by the wrong one says what was offered, and not the password")
    func wrong() async throws {
        let server = try PasswordServer.start(["PasswordAuthentication yes"])
        let error = try await failure(endpoint(server, "open barley"))
        #expect(error.code == .authentication)
        #expect(error.message.contains("of what was offered: a password; it accepts"))
        #expect(!error.message.contains("barley"))
        #expect(!error.isTransient)
    }

    @Test("to a server that asks for more says what it asks")
    func more() async throws {
        let server = try PasswordServer.start(
            ["KbdInteractiveAuthentication yes"], asksPAM: true, day: 0)
        let error = try await failure(endpoint(server))
        #expect(error.code == .authentication)
        #expect(error.message.contains("for more than a password: 'You are required to change"))
    }

    @Test("isn't needed where the server wants none")
    func none() async throws {
        let server = try PasswordServer.start(
            ["PasswordAuthentication yes", "PermitEmptyPasswords yes"], hash: "")
        #expect(try await answer(endpoint(server)) == "in\n")
        // The same, but it says so to nobody.
        let closed = try PasswordServer.start(["AuthenticationMethods none"])
        let error = try await failure(endpoint(closed))
        #expect(error.message.contains("accepts nothing at all"))
    }

    @Test("never shows the password")
    func shown() {
        let password = LoginPassword(Array("open sesame".utf8))
        var text = ""
        dump(password, to: &text)
        #expect(!("\(password) \(String(reflecting: password)) " + text).contains("sesame"))
    }
}
