import FleetCore
import Foundation
import TestSupport
import Testing

@testable import FleetExecution
@testable import SSHTransport

@Suite("A file that is fetched", .needs("sshd", "ssh-keygen"), .fewAtOnce)
struct FetchTests {
    private let here: CopyingOperator

    init() throws { here = try CopyingOperator() }

    @Test(
        "lands by host and path, for its owner alone, and is skipped once it is here",
        arguments: FileHost.Kind.libssh2)
    func fetches(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        for (name, bytes) in [("file", patterned(1_000_001)), ("empty", [])] {
            try host.write(bytes, to: name)
            chmod(host.local(name), 0o4755)
            let endpoint = try await host.server.endpoint()
            let result = try await here.fetch(host.path(name), at: endpoint)
            #expect(result.outcome == .ok)
            let copy = FileCopy(
                path: host.local(name), bytes: UInt64(bytes.count), verification: "sha256sum")
            #expect(result.events.contains(.fetched(copy)))
            let place = here.fetched(host.local(name))
            #expect(Array(try Data(contentsOf: URL(fileURLWithPath: place))) == bytes)
            #expect(try FileStatus(at: place).mode.description == "0600")
            let again = try await here.fetch(host.path(name), at: endpoint)
            #expect(again.events.contains(.skippedEqual(copy)))
            #expect(again.end?.bytes == 0)
        }
        let folder = here.fetched(host.folder)
        #expect(try FileStatus(at: folder).mode.description == "0700")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                "empty", "file",
            ])
    }

    @Test(
        "goes on behind what has arrived, when its connection is cut again and again",
        arguments: FileHost.Kind.libssh2)
    func resumes(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        let bytes = patterned(24_000_000)
        try host.write(bytes, to: "file")
        let relay = try CuttingRelay(to: host.server.machine, cuts: [9_000_000, 1_200, 8_000_000])
        defer { relay.stop() }
        var endpoint = try await host.server.endpoint()
        endpoint.machine = relay.machine
        let result = try await here.fetch(host.path("file"), at: endpoint)
        #expect(result.outcome == .ok)
        let place = here.fetched(host.local("file"))
        #expect(Array(try Data(contentsOf: URL(fileURLWithPath: place))) == bytes)
        #expect(result.losses == 2, "the second cut is within the login")
        // Each cut costs what was on its way, and no more.
        #expect(relay.passed < 24_000_000 + 2 * 5_000_000)
        #expect(result.end?.bytes == 24_000_000)
    }

    @Test(
        "while it grows is fetched as it was when the host was asked",
        arguments: FileHost.Kind.libssh2)
    func fetchesGrowing(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        let bytes = patterned(400_000)
        try host.write(bytes, to: "log")
        let order = try here.order(
            .fetch(source: host.path("log"), folder: here.folder.file("fetched")))
        try await withConnection(to: host.server.endpoint()) { connection in
            let files = try await HostFiles(connection)
            let fetch = FileFetch(
                host.path("log"), size: 300_000, as: try #require(FileName("log".utf8)),
                in: LocalPath(here.folder.path), order: order,
                reporter: FileReporter(NoJournal()) { _ in })
            try await fetch.run(over: files)
            await files.files.close()
        }
        let fetched = try Data(contentsOf: URL(fileURLWithPath: here.folder.file("log")))
        #expect(Array(fetched) == Array(bytes.prefix(300_000)))
    }

    @Test(
        "that can't be had says why in one sentence, and leaves nothing",
        arguments: FileHost.Kind.libssh2)
    func saysWhy(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        symlink("/etc/passwd", host.local("link"))
        mkfifo(host.local("pipe"), 0o600)
        let cases = [
            ("absent", "there is no '\(host.local("absent"))' on the host"),
            ("link", "'\(host.local("link"))' is a symbolic link, which isn't followed"),
            ("pipe", "'\(host.local("pipe"))' is neither a folder nor a plain file"),
            (
                "../files/link",
                "'\(host.local("../files/link"))' is no path that could be kept here"
            ),
        ]
        for (name, sentence) in cases {
            let result = try await here.fetch(host.path(name), at: host.server.endpoint())
            #expect(
                result.reason?.hasPrefix(sentence) == true, "\(String(describing: result.outcome))")
        }
        #expect(!FileManager.default.fileExists(atPath: here.folder.file("fetched")))
    }
}

/// Keeps nothing.
private struct NoJournal: JobJournal {
    func record(_ event: JobEvent) {}
    func append(_ output: ArraySlice<UInt8>, from stream: FleetCore.OutputStream, start: Int) {}
    func complete() {}
    func seal() {}
}
