import FleetCore
import FleetExecution
import SSHTransport
import Testing

@Suite("A command on a host", .needs("sshd", "ssh-keygen"), .timeLimit(.minutes(1)))
struct CommandTests {
    @Test("gives its output and its exit code", arguments: [0, 1, 127, 255])
    func givesOutputAndExit(code: Int) async throws {
        let server = try LoopbackServer()
        try await withConnection(to: server.endpoint()) { connection in
            let result = try await connection.run("echo out; echo err >&2; exit \(code)")
            #expect(result.text == "out\n")
            #expect(result.error == Array("err\n".utf8))
            #expect(result.exit == .code(code))
        }
    }

    @Test("that a signal ends gives the signal's name")
    func givesSignal() async throws {
        let server = try LoopbackServer()
        try await withConnection(to: server.endpoint()) { connection in
            let result = try await connection.run("kill -KILL $$")
            #expect(result.exit == .signal("KILL"))
        }
    }
}
