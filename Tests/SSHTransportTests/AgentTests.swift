import FleetCore
import FleetExecution
import Foundation
import SSHTransport
import TestSupport
import Testing

@Suite("An agent", .needs("sshd", "ssh-keygen", "ssh-agent", "ssh-add"), .fewAtOnce)
struct AgentTests {
    @Test(
        "lets the user of its keys in",
        arguments: [["-t", "ed25519"], ["-t", "ecdsa"], ["-t", "rsa", "-b", "2048"]])
    func letsIn(form: [String]) async throws {
        let server = try LoopbackServer(userKey: form)
        let agent = try TestAgent()
        let other = try TestKey(in: server.folder, "other")
        try agent.add(other)
        try agent.add(server.key)
        let keys = try await agent.client.keys(on: TestLoops.shared)
        #expect(keys.count == 2)
        #expect(keys.first?.publicKey == (try await other.load()).publicKey)
        let endpoint = try await server.endpoint(identities: keys.map(Identity.agentKey))
        try await withConnection(to: endpoint) { connection in
            let result = try await connection.run("echo in")
            #expect(result.text == "in\n")
        }
    }

    @Test("that is asked by many at once answers each")
    func answersMany() async throws {
        let server = try LoopbackServer(["MaxStartups 100"])
        let agent = try TestAgent()
        try agent.add(server.key)
        let keys = try await agent.client.keys(on: TestLoops.shared)
        let endpoint = try await server.endpoint(identities: keys.map(Identity.agentKey))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    try await withConnection(to: endpoint) { connection in
                        let result = try await connection.run("exit 7")
                        #expect(result.exit == .code(7))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("that is gone, with a key listed, is like a key that isn't taken")
    func isGone() async throws {
        let server = try LoopbackServer()
        let agent = try TestAgent()
        try agent.add(server.key)
        let keys = try await agent.client.keys(on: TestLoops.shared)
        agent.remove()
        let endpoint = try await server.endpoint(identities: keys.map(Identity.agentKey))
        let host = SSHHost(endpoint: endpoint, eventLoops: TestLoops.shared)
        let error = await #expect(throws: TransportError.self) {
            await (try host.connect()).close()
        }
        #expect(error?.code == .authentication)
        let listing = await #expect(throws: KeyError.self) {
            _ = try await agent.client.keys(on: TestLoops.shared)
        }
        #expect(listing?.code == .agentUnavailable)
    }
}

/// An ssh-agent of its own.
final class TestAgent {
    let client: SSHAgent
    private let folder: TestFolder
    private let pid: pid_t

    init() throws {
        folder = try TestFolder()
        client = SSHAgent(socketPath: folder.file("agent"))
        // It goes into the background once it listens, and prints its variables before.
        let output = try Programs.run("ssh-agent", ["-a", client.socketPath]).output
        let number = output.components(separatedBy: "SSH_AGENT_PID=").last?.prefix { $0.isNumber }
        pid = try #require(number.flatMap { pid_t($0) })
    }

    deinit { stop() }

    func add(_ key: TestKey) throws {
        let path = try #require(Programs.path(of: "ssh-add"))
        let child = try ChildProcess(
            path, ["-q", key.path], extra: ["SSH_AUTH_SOCK": client.socketPath])
        #expect(child.wait() == 0)
    }

    /// Takes its socket away: from then on it can't be reached.
    func remove() { unlink(client.socketPath) }

    func stop() { kill(pid, SIGTERM) }
}
