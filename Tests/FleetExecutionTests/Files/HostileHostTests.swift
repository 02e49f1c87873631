import FleetCore
import Foundation
import Testing

@testable import FleetExecution

@Suite("Files of a hostile host")
struct HostileHostTests {
    /// Fetches `/srv` into a folder of its own.
    ///
    /// - Returns: The outcome, and the paths of all that is in the folder then.
    private func fetch(_ path: String = "/srv", from host: HostileHost) async throws -> (
        Outcome?, [String]
    ) {
        let folder = "\(NSTemporaryDirectory())flotilla-hostile-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(
            atPath: "\(folder)/run", withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) } }
        var random = SystemRandomNumberGenerator()
        let order = FileOrder(
            .fetch(source: try #require(RemotePath(path)), folder: "\(folder)/run/files"),
            job: JobID(host: try #require(HostID("web1")), step: try #require(StepID("copy"))),
            nonce: Nonce(using: &random))
        let executor = FileTransferExecutor(
            order, on: host, policy: JobPolicy(), journal: EventList())
        let outcome = await executor.run(control: JobControl())
        let found = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String]
        return (outcome, try #require(found).sorted())
    }

    @Test("are reached by commands where the server hangs up on SFTP")
    func goesOnWithCommands() async throws {
        var host = HostileHost()
        host.hangsUp = true
        let memory = HostFiles.Memory()
        await #expect(throws: TransportError.self) { _ = try await HostFiles(host, memory) }
        #expect(try await HostFiles(host, memory).files.way == .commands)
        host.hangsUp = false
        #expect(try await HostFiles(host).files.way == .sftp)
    }

    @Test(
        "lead nowhere out of the run's folder",
        arguments: ["..", ".", "", "../x", "/etc/x", "a/b", "x\0y"])
    func refusesNames(name: String) async throws {
        var host = HostileHost()
        host.names["/srv"] = [Array("fine".utf8), Array(name.utf8)]
        host.sizes = ["/srv/fine": 1, "/srv/\(name)": 1]
        host.content = [1]
        let (outcome, found) = try await fetch(from: host)
        guard case .failed(.notCopied(let reason)) = outcome else {
            return #expect(Bool(false), "\(String(describing: outcome))")
        }
        #expect(reason.contains("is no name"))
        #expect(found == ["run"])
    }

    @Test("with names of any other bytes land by these bytes")
    func takesNames() async throws {
        var host = HostileHost()
        host.names["/srv"] = ["...", "..x", "a\nb", "\u{1b}]0;x\u{7}", "-"].map { Array($0.utf8) }
        for name in host.names["/srv"] ?? [] {
            host.sizes["/srv/\(String(decoding: name, as: UTF8.self))"] = 1
        }
        host.content = [1]
        let (outcome, found) = try await fetch(from: host)
        #expect(outcome == .ok)
        #expect(found.count == 5 + 4, "run, files, web1 and srv are above them")
    }

    @Test("that go on for ever, in folders in folders, come to an end")
    func endsDepth() async throws {
        var host = HostileHost()
        var path = "/srv"
        for _ in 0...FileTree.deepest {
            host.names[path] = [Array("x".utf8)]
            path += "/x"
        }
        let (outcome, found) = try await fetch(from: host)
        guard case .failed(.notCopied(let reason)) = outcome else {
            return #expect(Bool(false), "\(String(describing: outcome))")
        }
        #expect(reason.contains("is too much"))
        #expect(found == ["run"])
    }

    @Test("are no longer than was announced, and a shorter one is no file")
    func boundsSizes() async throws {
        var host = HostileHost()
        host.sizes = ["/srv": 1_000]
        host.content = [UInt8](repeating: 7, count: 1_000_000)
        let (whole, found) = try await fetch(from: host)
        #expect(whole == .ok)
        #expect(found == ["run", "run/files", "run/files/web1", "run/files/web1/srv"])
        host.sizes = ["/srv": .max]
        let (shorter, left) = try await fetch(from: host)
        guard case .failed(.notCopied(let reason)) = shorter else {
            return #expect(Bool(false), "\(String(describing: shorter))")
        }
        #expect(reason.contains("became shorter"))
        #expect(left == ["run", "run/files", "run/files/web1"], "its part is gone")
    }
}
