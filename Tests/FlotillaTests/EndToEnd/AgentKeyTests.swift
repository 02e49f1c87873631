import Foundation
import TestSupport
import Testing

@Suite("End to end: a key with a passphrase", .endToEnd, .fewAtOnce)
struct AgentKeyTests {
    /// Runs a program to its end; gives what it printed.
    @discardableResult
    private func run(
        _ arguments: [String], _ someone: Operator, _ environment: [String: String] = [:]
    ) async throws -> String {
        let program = try Spawned(
            ["/usr/bin/env"] + arguments,
            environment: ["PATH": Farm.searchPath, "HOME": someone.folder.path]
                .merging(environment) { $1 },
            folder: someone.folder.path, output: .pipes)
        try #require(await program.status == 0, "\(arguments): \(program.errors.text)")
        return program.output.text
    }

    @Test("isn't asked for where the agent holds it")
    func held() async throws {
        let folder = try Scratch()
        let socket = folder.file("agent")
        let someone = try Operator(environment: ["SSH_AUTH_SOCK": socket])
        try await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key"], someone)
        let said = try await run(["ssh-agent", "-a", socket], someone)
        let number = try #require(said.firstMatch(of: /SSH_AGENT_PID=(\d+)/)?.1)
        defer { kill(pid_t(number) ?? 0, SIGTERM) }
        try await run(["ssh-add", "-q", "key"], someone, ["SSH_AUTH_SOCK": socket])
        // Encrypted only now, so that nobody has to answer ssh-add.
        try await run(["ssh-keygen", "-q", "-p", "-P", "", "-N", "secret", "-f", "key"], someone)
        let command = ["exec", "-C", "-i", "h1,", "--private-key", "key", "--", "true"]
        let came = try await someone.flotilla(command)
        #expect(came.status == 0, "\(came.errors.text)")
        let other = try Operator()
        try other.folder.write(try bytes(ofFile: someone.folder.file("key")), to: "key")
        #expect(try await other.flotilla(command).errors.text.contains("no passphrase was given"))
    }
}
