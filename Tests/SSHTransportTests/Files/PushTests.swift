import FleetCore
import Foundation
import TestSupport
import Testing

@testable import FleetExecution
@testable import SSHTransport

@Suite("A file that is pushed", .needs("sshd", "ssh-keygen"), .fewAtOnce)
struct PushTests {
    private let here: CopyingOperator

    init() throws { here = try CopyingOperator() }

    @Test(
        "is on the host as it is here, with its mode, and nothing else is",
        arguments: FileHost.Kind.libssh2)
    func pushes(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        for (name, bytes) in [("file", patterned(1_000_001)), ("empty", [])] {
            try Data(bytes).write(to: URL(fileURLWithPath: here.folder.file(name)))
            chmod(here.folder.file(name), 0o640)
            let result = try await here.push(name, to: host.path(name), at: host.server.endpoint())
            #expect(result.outcome == .ok)
            #expect(try host.read(name) == bytes)
            let copy = FileCopy(
                path: host.local(name), bytes: UInt64(bytes.count), verification: "sha256sum")
            #expect(result.events.contains(.pushed(copy)))
            #expect(result.end?.bytes == copy.bytes)
        }
        #expect(try host.names() == ["empty", "file"])
        #expect(try host.mode("file") == "0640")
    }

    @Test(
        "is skipped where the host has the same, and its mode is set all the same",
        arguments: FileHost.Kind.libssh2)
    func skipsEqual(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        try here.folder.write("the same", to: "file")
        try host.write(Array("the same".utf8), to: "file")
        let before = try host.fileNumber("file")
        let result = try await here.push(
            "file", to: host.path("file"), mode: FileMode(bits: 0o755), at: host.server.endpoint())
        #expect(result.outcome == .ok)
        #expect(result.end?.bytes == 0)
        #expect(result.events.contains { if case .skippedEqual = $0 { true } else { false } })
        #expect(try host.fileNumber("file") == before)
        #expect(try host.mode("file") == "0755")
        // As long, and not the same.
        try host.write(Array("the sane".utf8), to: "file")
        let again = try await here.push("file", to: host.path("file"), at: host.server.endpoint())
        #expect(again.events.contains { if case .pushed = $0 { true } else { false } })
        #expect(try host.read("file") == Array("the same".utf8))
    }

    @Test(
        "goes on behind what has arrived, when its connection is cut again and again",
        arguments: FileHost.Kind.libssh2)
    func resumes(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        let bytes = patterned(24_000_000)
        try Data(bytes).write(to: URL(fileURLWithPath: here.folder.file("file")))
        let relay = try CuttingRelay(to: host.server.machine, cuts: [9_000_000, 1_200, 8_000_000])
        defer { relay.stop() }
        var endpoint = try await host.server.endpoint()
        endpoint.machine = relay.machine
        let result = try await here.push("file", to: host.path("file"), at: endpoint)
        #expect(result.outcome == .ok)
        #expect(try host.read("file") == bytes)
        #expect(result.losses == 2, "the second cut is within the login")
        // Each cut costs what was on its way, and no more.
        #expect(relay.passed < 24_000_000 + 2 * 5_000_000)
        #expect(try host.names() == ["file"])
    }

    @Test(
        "goes on behind the part of an earlier controller only where that is its beginning",
        arguments: FileHost.Kind.libssh2)
    func verifiesPart(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        let bytes = patterned(500_000)
        try Data(bytes).write(to: URL(fileURLWithPath: here.folder.file("file")))
        let target = host.path("file")
        let order = try here.order(.push(source: "", target: target, mode: nil))
        let part = order.part(of: target.bytes).description
        for (content, sent) in [
            (bytes.prefix(200_000), 300_000), (bytes[...], 0), (bytes[1..<200_001], 500_000),
            (bytes + [0], 500_000), ([], 500_000),
        ] {
            try host.write(Array(content), to: part)
            let result = try await here.push("file", to: target, at: host.server.endpoint())
            #expect(result.outcome == .ok)
            #expect(result.end?.bytes == UInt64(sent))
            #expect(try host.read("file") == bytes)
            #expect(try host.names() == ["file"])
            try FileManager.default.removeItem(atPath: host.local("file"))
        }
    }

    @Test("goes through no link that somebody has planted", arguments: FileHost.Kind.libssh2)
    func followsNoLink(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        try here.folder.write("new", to: "file")
        try host.write(Array("old".utf8), to: "victim")
        let target = host.path("file")
        let order = try here.order(.push(source: "", target: target, mode: nil))
        for name in [order.part(of: target.bytes).description, "file"] {
            symlink("victim", host.local(name))
            let result = try await here.push("file", to: target, at: host.server.endpoint())
            #expect(result.reason?.contains("'\(host.local(name))'") == true)
            #expect(try host.read("victim") == Array("old".utf8))
            #expect(try host.names() == ["victim", name].sorted())
            unlink(host.local(name))
        }
    }

    @Test("that can't be there says why in one sentence", arguments: FileHost.Kind.libssh2)
    func saysWhy(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        try here.folder.write("x", to: "file")
        mkdir(host.local("folder"), 0o755)
        let cases: [(String, String, String)] = [
            (
                "file", host.local("folder"),
                "'\(host.local("folder"))' is a folder on the host; name the file in it"
            ),
            (
                "file", host.local("no/file"),
                "there is no folder '\(host.local("no"))' on the host; make it first"
            ),
            ("file", "/sys/flotilla", "the host denies access to"),
            ("absent", host.local("file"), "there is no '\(here.folder.file("absent"))' here"),
        ]
        for (source, target, sentence) in cases {
            let path = try #require(RemotePath(target))
            let result = try await here.push(source, to: path, at: host.server.endpoint())
            #expect(
                result.reason?.hasPrefix(sentence) == true, "\(String(describing: result.outcome))")
            #expect(result.losses == 0)
        }
        #expect(try host.names() == ["folder"])
    }

    @Test(
        "that the host has no room for leaves nothing there",
        .enabled(if: geteuid() == 0, "takes root to mount"), arguments: FileHost.Kind.libssh2)
    func leavesNoPart(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        let isMounted =
            try Programs.run(
                "mount", ["-t", "tmpfs", "-o", "size=256k", "none", host.folder]
            ).status == 0
        try #require(isMounted || ProcessInfo.processInfo.environment["CI"] == nil)
        guard isMounted else { return }
        let bytes = Data(patterned(3_000_000))
        try bytes.write(to: URL(fileURLWithPath: here.folder.file("file")))
        let result = try await here.push("file", to: host.path("file"), at: host.server.endpoint())
        #expect(
            result.reason == "the host's disk is full at '\(host.folder)'; free some space there")
        #expect(try host.names() == [])
        try Programs.run("umount", ["-l", host.folder])
    }

    @Test("is taken away again when the operator cancels it", arguments: FileHost.Kind.libssh2)
    func cancels(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        let bytes = Data(patterned(30_000_000))
        try bytes.write(to: URL(fileURLWithPath: here.folder.file("file")))
        let control = JobControl()
        let result = try await here.push(
            "file", to: host.path("file"), at: host.server.endpoint(), control: control
        ) { progress in
            if progress.done > 1_000_000 { control.cancel() }
        }
        #expect(result.outcome == .cancelled)
        #expect(try host.names() == [])
    }

    @Test(
        "is compared by reading back where the host runs no commands, or opens one channel",
        arguments: ["ForceCommand internal-sftp", "MaxSessions 1"])
    func readsBack(option: String) async throws {
        let host = try FileHost(.sftp, options: [option])
        try here.folder.write("content", to: "file")
        let result = try await here.push("file", to: host.path("file"), at: host.server.endpoint())
        #expect(result.outcome == .ok)
        #expect(result.copies.map(\.verification) == ["reading back"])
        #expect(result.notices.count == 1)
        #expect(try host.read("file") == Array("content".utf8))
    }
}

extension FileHost {
    /// The names in its folder, sorted.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    /// The mode of a file there.
    func mode(_ name: String) throws -> String {
        try FileStatus(at: local(name)).mode.description
    }

    /// What tells a file from another of the same name.
    func fileNumber(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: local(name))
        return try #require(attributes[.systemFileNumber] as? Int)
    }
}

extension FileStatus {
    /// What stands at a path of this machine.
    init(at path: String) throws { self = try LocalPath(path).status(followingLink: false) }
}
