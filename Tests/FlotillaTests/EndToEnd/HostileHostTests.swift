import Foundation
import TestSupport
import Testing

@Suite("End to end: a host that means harm", .endToEnd, .fewAtOnce)
struct HostileHostTests {
    /// What a server that is none says, and what the operator is told.
    private static let speeches: [(speech: HostileServer.Speech, told: String)] = [
        (.noise, "not SSH"), (.flood, "'welcome to this host', which is not SSH"),
        (.zeros, "not SSH"), (.banner, "a line without an end"), (.packets, "key exchange"),
    ]

    @Test("that is no SSH server costs its own job only, and is told as what it is")
    func server() async throws {
        let farm = try await Farm.shared
        let someone = try Operator()
        let healthy = try farm.hosts(3)
        let silent = try SilentListener()
        var servers: [HostileServer] = []
        var lines = "  silent: { address: 127.0.0.1, port: \(silent.port) }\n"
        for (speech, _) in HostileHostTests.speeches {
            let server = try await HostileServer(speech)
            servers.append(server)
            lines += "  \(speech): { address: 127.0.0.1, port: \(server.port) }\n"
        }
        let named = zip(["a", "b", "c"], healthy).map { (name: $0, host: $1) }
        try someone.folder.write(farm.inventory(named, more: lines), to: "flotilla.yaml")
        let came = try await someone.flotilla("exec", "--connect-timeout", "5s", "--", "echo fine")
        #expect(came.status == 3)
        #expect(Terminal.isTame(came.output.bytes, allowing: []))
        let run = try someone.run()
        for name in ["a", "b", "c"] {
            #expect(try run.job(name).status == "ok")
            #expect(try run.text(name) == "fine\n")
        }
        for (speech, told) in HostileHostTests.speeches {
            let job = try run.job("\(speech)")
            #expect(job.status == "unreachable", "\(speech)")
            #expect(job.reason?.contains(told) == true, "\(speech): \(job.reason ?? "")")
        }
        #expect(try run.job("silent").reason?.contains("no answer within 5 s") == true)
        withExtendedLifetime(servers) {}
    }
}
