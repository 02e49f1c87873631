import FleetCore
import FleetExecution
import Foundation
import SSHTransport
import TestSupport
import Testing

@Suite("A connection that is lost", .needs("sshd", "ssh-keygen", "ssh"), .fewAtOnce)
struct LosingTests {
    @Test("says so to who reads, when the server's process is killed", arguments: Transport.remote)
    func serverIsKilled(transport: Transport) async throws {
        let host = try TransportHost(transport)
        try await host.withConnection { connection in
            let process = try await connection.start(
                RemoteCommand(text: "echo $PPID; exec cat", input: [], endsInput: false))
            guard case .standardOutput(let bytes) = try await process.next(),
                let pid = pid_t(String(decoding: bytes.dropLast(), as: UTF8.self))
            else { return #expect(Bool(false), "no pid") }
            kill(pid, SIGKILL)
            let error = await #expect(throws: TransportError.self) { _ = try await process.next() }
            #expect(error?.code == .lost)
            let later = await #expect(throws: TransportError.self) {
                _ = try await connection.run("true")
            }
            #expect(later?.code == .lost)
            #expect(await connection.isOpen == false)
        }
    }

    @Test("is noticed when the server hangs behind a live kernel", arguments: Transport.remote)
    func serverHangs(transport: Transport) async throws {
        let host = try TransportHost(transport)
        host.liveness.quiet = .milliseconds(200)
        host.liveness.patience = .milliseconds(300)
        try await host.withConnection { connection in
            let process = try await connection.start(
                RemoteCommand(text: "echo $PPID; exec cat", input: [], endsInput: false))
            guard case .standardOutput(let bytes) = try await process.next(),
                let pid = pid_t(String(decoding: bytes.dropLast(), as: UTF8.self))
            else { return #expect(Bool(false), "no pid") }
            kill(pid, SIGSTOP)
            defer { kill(pid, SIGKILL) }
            let error = await #expect(throws: TransportError.self) { _ = try await process.next() }
            #expect(error?.code == .lost)
            // ssh's own words are others.
            let words = transport == .ssh ? "silent" : "not responding"
            #expect(error?.message.contains(words) == true)
        }
    }

    @Test("is not one that is only quiet", arguments: ["MaxSessions 10", "MaxSessions 1"])
    func quietServer(option: String) async throws {
        let server = try LoopbackServer([option])
        var endpoint = try await server.endpoint()
        endpoint.liveness.quiet = .milliseconds(50)
        endpoint.liveness.patience = .milliseconds(900)
        try await withConnection(to: endpoint) { connection in
            let result = try await connection.run("sleep 2; echo awake")
            #expect(result.text == "awake\n")
        }
    }

    @Test("is not one whose server asks for signs of life while nobody reads")
    func serverAsks() async throws {
        let server = try LoopbackServer(["ClientAliveInterval 1", "ClientAliveCountMax 1"])
        var endpoint = try await server.endpoint()
        endpoint.window = 65_536
        try await withConnection(to: endpoint) { connection in
            let full = try await connection.start(RemoteCommand(text: "yes | head -c 1000000"))
            let result = try await connection.run("sleep 4; echo awake")
            #expect(result.text == "awake\n")
            #expect(try await full.all().output.count == 1_000_000)
        }
    }

    @Test("by closing it says so to who reads", arguments: Transport.allCases)
    func isClosedHere(transport: Transport) async throws {
        let host = try TransportHost(transport)
        try await host.withConnection { connection in
            let process = try await connection.start(
                RemoteCommand(text: "cat", input: [], endsInput: false))
            async let ended: Void = connection.close()
            let error = await #expect(throws: TransportError.self) { _ = try await process.next() }
            #expect(error?.code == .lost)
            await ended
        }
    }
}
