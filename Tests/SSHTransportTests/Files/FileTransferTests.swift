import FleetCore
import FleetExecution
import Foundation
import SSHTransport
import TestSupport
import Testing

/// What both ways of reaching a host's files promise alike.
@Suite("A host's files", .needs("sshd", "ssh-keygen"), .fewAtOnce)
struct FileTransferTests {
    @Test(
        "are reached over SFTP where there is any, else by commands",
        arguments: FileHost.Kind.allCases)
    func takesWay(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        try await host.withFiles { files in
            #expect(files.way == kind.way)
            let nothing = try await files.status(of: host.path("nothing"))
            #expect(nothing == nil)
        }
    }

    @Test(
        "are what they are, with size and mode, and a link isn't what it leads to",
        arguments: FileHost.Kind.allCases)
    func tellsStatus(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        try host.write(patterned(12_345), to: "file")
        chmod(host.local("file"), 0o4751)
        mkdir(host.local("folder"), 0o700)
        chmod(host.local("folder"), 0o1777)
        symlink("folder", host.local("link"))
        symlink("nowhere", host.local("dangling"))
        mkfifo(host.local("pipe"), 0o600)
        try await host.withFiles { files in
            let file = try #require(try await files.status(of: host.path("file")))
            #expect(
                file == FileStatus(kind: .file, size: 12_345, mode: FileMode(bits: 0o4751)))
            let folder = try #require(try await files.status(of: host.path("folder")))
            #expect(folder.kind == .folder)
            #expect(folder.mode.description == "1777")
            for name in ["link", "dangling"] {
                #expect(try await files.status(of: host.path(name))?.kind == .link)
            }
            #expect(try await files.status(of: host.path("pipe"))?.kind == .other)
            #expect(try await files.status(of: host.path("file/below")) == nil)
        }
    }

    /// Names that some shell, or some careless program, would take for something else.
    private static let oddNames: [[UInt8]] =
        [
            "two words", "it's", #"back\slash"#, #"a\nb"#, "new\nline", "end\n", "-rf", "*",
            "$HOME", "!!",
            "\u{1b}[31m", "`id`", "~", ".hidden", "..x", "ü", #""quoted""#, "%s", "a;b", "#x",
        ].map { Array($0.utf8) } + [[0xff, 0xfe, 0x80]]

    @Test("have any name", arguments: FileHost.Kind.allCases)
    func takesOddNames(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        try await host.withFiles { files in
            for bytes in Self.oddNames {
                let name = try #require(FileName(bytes))
                try await files.write(bytes, to: host.path("").appending(name))
            }
            let listed = try await files.names(in: host.path(""), limit: 100)
            #expect(Set(listed) == Set(Self.oddNames))
            #expect(listed.count == Self.oddNames.count)
            for bytes in Self.oddNames {
                let path = host.path("").appending(try #require(FileName(bytes)))
                let count = UInt64(bytes.count)
                #expect(try await files.bytes(of: path, 0..<count) == bytes)
                try await files.remove(path)
                try await files.remove(path)
            }
            #expect(try await files.names(in: host.path(""), limit: 0).isEmpty)
        }
    }

    @Test("are written and read byte for byte, from any byte on", arguments: FileHost.Kind.allCases)
    func copiesBytes(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        let bytes = patterned(3_000_001)
        try await host.withFiles { files in
            let path = host.path("file")
            try await files.write(Array(bytes.prefix(1_000_003)), to: path)
            #expect(try await files.status(of: path)?.mode.description == "0600")
            try await files.write(Array(bytes.dropFirst(1_000_003)), to: path, from: 1_000_003)
            #expect(try host.read("file") == bytes)
            #expect(try await files.bytes(of: path, 0..<3_000_001) == bytes)
            #expect(
                try await files.bytes(of: path, 999..<2_000_000) == Array(bytes[999..<2_000_000]))
            #expect(try await files.bytes(of: path, 7..<7) == [])
            try await files.write([], to: host.path("empty"))
            #expect(try host.read("empty") == [])
        }
    }

    @Test("that became shorter are not taken for whole", arguments: FileHost.Kind.allCases)
    func noticesShorter(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        try host.write(patterned(70_000), to: "file")
        try await host.withFiles { files in
            let error = await #expect(throws: FileTransferError.self) {
                _ = try await files.bytes(of: host.path("file"), 0..<70_001)
            }
            #expect(error?.code == .changed)
            // What follows isn't mixed up with what was on its way.
            let rest = try await files.bytes(of: host.path("file"), 5..<70_000)
            #expect(rest.count == 69_995)
        }
    }

    @Test(
        "are never made where something has the name, nor through a link",
        arguments: FileHost.Kind.allCases)
    func makesNothingTwice(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        try host.write([1], to: "file")
        symlink("elsewhere", host.local("link"))
        try await host.withFiles { files in
            for name in ["file", "link"] {
                let error = await #expect(throws: FileTransferError.self) {
                    try await files.write([2], to: host.path(name))
                }
                #expect(error?.code == .exists, "\(name)")
            }
            #expect(try host.read("file") == [1])
            let elsewhere = try await files.status(of: host.path("elsewhere"))
            #expect(elsewhere == nil)
        }
    }

    @Test(
        "replace one another in one step, and a link rather than what it leads to",
        arguments: FileHost.Kind.allCases)
    func replaces(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        try host.write([1], to: "old")
        mkdir(host.local("folder"), 0o755)
        symlink("folder", host.local("link"))
        try await host.withFiles { files in
            for target in ["old", "link", "new"] {
                try host.write([2], to: "part")
                try await files.setMode(FileMode(bits: 0o640), of: host.path("part"))
                try await files.rename(host.path("part"), to: host.path(target))
                #expect(try host.read(target) == [2])
                let status = try await files.status(of: host.path(target))
                #expect(status?.kind == .file)
                #expect(status?.mode.description == "0640")
            }
            try host.write([2], to: "part")
            await #expect(throws: FileTransferError.self) {
                try await files.rename(host.path("part"), to: host.path("folder"))
            }
            #expect(try await files.names(in: host.path("folder"), limit: 1).isEmpty)
        }
    }

    @Test("that can't be had are named with the reason", arguments: FileHost.Kind.allCases)
    func namesReasons(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        try await host.withFiles { files in
            let absent = await #expect(throws: FileTransferError.self) {
                try await files.write([1], to: host.path("no/such/folder"))
            }
            #expect(absent?.code == .notFound)
            // Nobody makes files there, not even root.
            let path = try #require(RemotePath("/sys/flotilla"))
            let denied = await #expect(throws: FileTransferError.self) {
                try await files.write([1], to: path)
            }
            #expect(denied?.code == .denied)
            #expect(denied?.message.contains("'/sys/flotilla'") == true)
            let many = await #expect(throws: FileTransferError.self) {
                _ = try await files.names(in: #require(RemotePath("/proc/self")), limit: 3)
            }
            #expect(many?.code == .tooLarge)
            try await files.makeFolder(host.path("made"))
            #expect(try await files.status(of: host.path("made"))?.mode.description == "0700")
        }
    }

    @Test(
        "that the disk has no room for say so", .enabled(if: geteuid() == 0, "takes root to mount"),
        arguments: FileHost.Kind.allCases)
    func tellsFullDisk(kind: FileHost.Kind) async throws {
        let host = try FileHost(kind)
        let mount = ["-t", "tmpfs", "-o", "size=256k", "none", host.folder]
        let isMounted = try Programs.run("mount", mount).status == 0
        try #require(isMounted || ProcessInfo.processInfo.environment["CI"] == nil)
        guard isMounted else { return }
        try await host.withFiles { files in
            let error = await #expect(throws: FileTransferError.self) {
                try await files.write(patterned(2_000_000), to: host.path("file"))
            }
            #expect(error?.code == .diskFull)
            #expect(error?.message.contains(host.folder) == true)
        }
        try Programs.run("umount", ["-l", host.folder])
    }
}
