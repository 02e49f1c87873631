import FleetCore
import Foundation
import Testing

@testable import FleetExecution
@testable import SSHTransport

@Suite(
    "A file of a dropbear without SFTP", .needs("dropbear", "dropbearkey", "ssh-keygen", "unshare"),
    .enabled(if: geteuid() == 0, "takes root to give it a home"), .timeLimit(.minutes(1)))
struct DropbearTests {
    @Test("is pushed and fetched by commands, and the operator is told so once")
    func copies() async throws {
        let here = try CopyingOperator()
        guard let server = try DropbearServer() else {
            try #require(ProcessInfo.processInfo.environment["CI"] == nil, "no right to mount")
            return
        }
        let endpoint = try await server.endpoint()
        let bytes = patterned(3_000_001)
        try Data(bytes).write(to: URL(fileURLWithPath: here.folder.file("file")))
        // A path that begins in the home.
        let target = try #require(RemotePath("~/-file"))
        let push = try await here.push("file", to: target, at: endpoint)
        #expect(push.outcome == .ok)
        #expect(push.notices.count { $0.contains("no SFTP") } == 1)
        let pushed = URL(fileURLWithPath: server.folder.file("home/-file"))
        #expect(Array(try Data(contentsOf: pushed)) == bytes)
        let fetch = try await here.fetch(target, at: endpoint)
        #expect(fetch.outcome == .ok)
        let fetched = URL(fileURLWithPath: here.fetched("/-file"))
        #expect(Array(try Data(contentsOf: fetched)) == bytes)
    }
}
