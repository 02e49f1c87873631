import FleetCore
import Foundation
import TestSupport
import Testing

@testable import FleetExecution
@testable import SSHTransport

@Suite("A folder that is copied", .needs("sshd", "ssh-keygen"), .fewAtOnce)
struct FolderTests {
    private let here: CopyingOperator

    init() throws { here = try CopyingOperator() }

    /// Names that a careless program would take for something else, and their contents.
    private static let files = [
        "a/b/deep": "1", "a/new\nline": "2", "a/-rf": "3", "it's": "4", "a/empty": "",
        "\u{1b}[2J": "5",
    ]

    /// Makes the folder `tree` in `folder`.
    private func plant(in folder: String) throws {
        for (name, text) in Self.files {
            let url = URL(fileURLWithPath: "\(folder)/tree/\(name)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        mkdir("\(folder)/tree/nothing in it", 0o755)
    }

    @Test(
        "to the host has all its files, and folders with their modes",
        arguments: FileHost.Kind.libssh2)
    func pushes(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        try plant(in: here.folder.path)
        // Nothing can be written into it once it has its mode.
        chmod(here.folder.file("tree/a"), 0o555)
        defer { chmod(here.folder.file("tree/a"), 0o755) }
        let result = try await here.push("tree", to: host.path("copy"), at: host.server.endpoint())
        #expect(result.outcome == .ok)
        #expect(result.copies.count == Self.files.count)
        for (name, text) in Self.files {
            #expect(try host.read("copy/\(name)") == Array(text.utf8))
        }
        #expect(try host.mode("copy/a") == "0555")
        #expect(try FileStatus(at: host.local("copy/nothing in it")).kind == .folder)
        chmod(host.local("copy/a"), 0o755)
        let again = try await here.push("tree", to: host.path("copy"), at: host.server.endpoint())
        #expect(again.outcome == .ok)
        #expect(again.end?.bytes == 0)
    }

    @Test(
        "from the host has all its files, each by its own name", arguments: FileHost.Kind.libssh2)
    func fetches(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        try plant(in: host.folder)
        let result = try await here.fetch(host.path("tree"), at: host.server.endpoint())
        #expect(result.outcome == .ok)
        for (name, text) in Self.files {
            let place = here.fetched(host.local("tree/\(name)"))
            #expect(Array(try Data(contentsOf: URL(fileURLWithPath: place))) == Array(text.utf8))
        }
        let empty = here.fetched(host.local("tree/nothing in it"))
        #expect(try FileStatus(at: empty).kind == .folder)
    }

    @Test(
        "with a link in it is refused before anything is copied", arguments: FileHost.Kind.libssh2)
    func refusesLinks(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        for folder in [here.folder.path, host.folder] {
            try plant(in: folder)
            symlink("/etc", "\(folder)/tree/a/z")
        }
        let push = try await here.push("tree", to: host.path("copy"), at: host.server.endpoint())
        #expect(
            push.reason?.hasPrefix("'\(here.folder.file("tree/a/z"))' is a symbolic link") == true)
        #expect(try host.names() == ["tree"])
        let fetch = try await here.fetch(host.path("tree"), at: host.server.endpoint())
        #expect(fetch.reason?.hasPrefix("'\(host.local("tree/a/z"))' is a symbolic link") == true)
        #expect(!FileManager.default.fileExists(atPath: here.folder.file("fetched")))
    }

    @Test("goes into no folder behind a link on the host", arguments: FileHost.Kind.libssh2)
    func entersNoLink(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        try plant(in: here.folder.path)
        mkdir(host.local("copy"), 0o755)
        mkdir(host.local("elsewhere"), 0o755)
        symlink("../elsewhere", host.local("copy/a"))
        let result = try await here.push("tree", to: host.path("copy"), at: host.server.endpoint())
        #expect(result.reason?.contains("'\(host.local("copy/a"))' is a symbolic link") == true)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: host.local("elsewhere")).isEmpty)
    }
}
