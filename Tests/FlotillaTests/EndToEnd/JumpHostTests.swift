import Foundation
import TestSupport
import Testing

@Suite("End to end: hosts behind a jump host", .endToEnd, .fewAtOnce)
struct JumpHostTests {
    /// Hosts of the farm that are reached through the first of them.
    private func operatorBehind(port: Int? = nil) async throws -> Operator {
        let farm = try await Farm.shared
        let hosts = try farm.hosts(3)
        let someone = try Operator()
        try someone.folder.write(
            """
            keys: { farm: { file: \(farm.key) } }
            defaults:
              { user: root, key: farm, known_hosts: \(farm.knownHosts), host_keys: strict, jump: b }
            hosts:
              b: { address: \(hosts[0].address), port: \(port ?? hosts[0].port) }
              h1: { address: \(hosts[1].address), port: \(hosts[1].port), bind_address: 127.9.9.1 }
              h2: { address: \(hosts[2].address), port: \(hosts[2].port) }
            """, to: "flotilla.yaml")
        return someone
    }

    @Test("run their scripts, and what is written down is enough to see them through")
    func resumes() async throws {
        let someone = try await operatorBehind()
        let begun = try await someone.flotilla("exec", "--detach", "--", "echo from $FLOTILLA_HOST")
        #expect(begun.status == 0, "\(begun.errors.text)")
        try FileManager.default.removeItem(atPath: someone.folder.file("flotilla.yaml"))
        let run = try someone.run()
        let name = URL(fileURLWithPath: run.path).lastPathComponent
        let resumed = try await someone.flotilla("resume", name)
        #expect(resumed.status == 0, "\(resumed.errors.text)")
        for host in ["b", "h1", "h2"] { #expect(try run.text(host) == "from \(host)\n") }
        let request = String(decoding: try bytes(ofFile: "\(run.path)/run.json"), as: UTF8.self)
        #expect(request.contains("\"jumps\""))
        #expect(request.contains("\"version\" : 4") || request.contains("\"version\":4"))
    }

    @Test("are got into by the system's ssh as well, through several")
    func systemSSH() async throws {
        let someone = try await operatorBehind()
        let came = try await someone.flotilla(
            "exec", "--transport", "openssh", "-l", "h2", "-J", "b,h1", "--", "echo in")
        #expect(came.status == 0, "\(came.output.text)\(came.errors.text)")
        #expect(try someone.run().text("h2") == "in\n")
    }

    @Test("tell which jump host isn't got into, and ping tells at which layer")
    func unreachable() async throws {
        let farm = try await Farm.shared
        let someone = try await operatorBehind(port: farm.refusing.port == 1 ? 2 : 1)
        let came = try await someone.flotilla("exec", "-l", "h1,h2", "--", "echo hi")
        #expect(came.status == 3)
        for host in ["h1", "h2"] {
            let reason = try #require(try someone.run().job(host).outcome?.unreachable)
            #expect(reason.layer == "tcp")
            #expect(reason.message.hasPrefix("jump host 'b': port"))
        }
        let ping = try await someone.flotilla("ping", "-l", "h1", "--retries", "0")
        #expect(ping.output.text.contains("jump host 'b'"))
        let direct = try await someone.flotilla(
            "exec", "-J", "none", "-l", "h1,h2", "--", "echo hi")
        #expect(direct.status == 0, "\(direct.output.text)")
    }
}
