import FleetCore
import Foundation
import Testing

@testable import FleetExecution

extension RemoteProgramOnRealShells {
    @Suite("A host's files by commands")
    struct FileCommandTests {
        /// What a command gave.
        private struct Result {
            let bytes: [UInt8]
            let exit: RemoteExit
            let error: FileTransferError

            var text: String { String(decoding: bytes, as: UTF8.self) }
        }

        private func run(
            _ command: FileCommand, on host: LocalHost, through shell: Shell = .dash,
            input: String = ""
        ) async throws -> Result {
            // As sshd would, it begins at home.
            let process = try host.start(
                RemoteCommand(
                    text: "cd \(host.home); \(command.text)", input: Array(input.utf8)),
                through: shell)
            var answer = FileAnswer(to: command)
            var bytes: [UInt8] = []
            while true {
                switch await process.next() {
                case .standardOutput(let more): bytes += answer.take(more)
                case .standardError(let more): answer.takeError(more)
                case .ended(let exit):
                    return Result(
                        bytes: bytes, exit: exit, error: answer.error(at: Self.file, exit))
                }
            }
        }

        /// A path that each shell would read in another way, were it not encoded.
        private static let file = path(#"a 'b' "c" $HOME \n ü!*-"# + "\n")

        private static func path(_ text: String) -> RemotePath {
            guard let path = RemotePath(text) else { preconditionFailure("no path") }
            return path
        }

        @Test("is the same under each sh", arguments: Shell.posix)
        func runsUnderEach(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            try await exercise(host, through: .dash)
            try await host.close()
        }

        @Test("is the same through each login shell", arguments: Shell.allCases)
        func runsThroughEach(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost()
            try await exercise(host, through: shell)
            try await host.close()
        }

        private func exercise(_ host: LocalHost, through shell: Shell) async throws {
            func run(_ command: FileCommand, input: String = "") async throws -> Result {
                try await self.run(command, on: host, through: shell, input: input)
            }
            let file = Self.file
            let absent = try await run(FileCommand(.status, file))
            #expect(absent.error.code == .notFound)
            #expect(try await run(FileCommand(.make, file), input: "one\n").exit == .code(0))
            let again = try await run(FileCommand(.make, file), input: "two\n")
            #expect(again.exit != .code(0))
            #expect(again.error.code == .exists)
            let more = try await run(FileCommand(.append, file, "4"), input: "three\n")
            #expect(more.exit == .code(0))
            let elsewhere = try await run(FileCommand(.append, file, "4"), input: "four\n")
            #expect(elsewhere.exit != .code(0), "it has ten bytes by now")
            #expect(try await run(FileCommand(.read, file, "4")).text == "\nthree\n")
            #expect(try await run(FileCommand(.mode, file, "0640")).exit == .code(0))
            let status = FileStatus(listing: try await run(FileCommand(.status, file)).bytes)
            #expect(status == FileStatus(kind: .file, size: 10, mode: FileMode(bits: 0o640)))
            let digest = try await run(FileCommand(.digest, file, "3"))
            var meter = DigestMeter(.sha256)
            meter.update("one".utf8)
            #expect(HostFiles.Digest(answer: digest.bytes)?.digest == meter.digest)
            let folder = Self.path("-folder")
            #expect(try await run(FileCommand(.folder, folder)).exit == .code(0))
            #expect(try await run(FileCommand(.rename, file, folder)).exit != .code(0))
            let target = Self.path("-folder/-n")
            #expect(try await run(FileCommand(.rename, file, target)).exit == .code(0))
            #expect(try await run(FileCommand(.names, folder)).text == "-n/")
            #expect(try await run(FileCommand(.remove, target)).exit == .code(0))
            #expect(try await run(FileCommand(.names, folder)).text == "")
        }

        @Test(
            "are compared by what the host has",
            arguments: ["shasum", "openssl", "busybox", "cksum"])
        func digests(program: String) async throws {
            guard Tool.isThere(program) else { return }
            // Nothing is there but what the remote program needs, and that includes cksum.
            let host = try LocalHost(hidden: ["sha256sum"])
            if program != "cksum" {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(host.root)/bin/\(program)",
                    withDestinationPath: #require(Tool.path(of: program)))
            }
            let path = Self.path("file")
            _ = try await run(FileCommand(.make, path), on: host, input: "abcdef")
            let answer = try await run(FileCommand(.digest, path, "3"), on: host)
            let theirs = try #require(HostFiles.Digest(answer: answer.bytes))
            #expect(theirs.verification.hasPrefix(program))
            var meter = DigestMeter(theirs.digest.algorithm)
            meter.update("abc".utf8)
            #expect(theirs.digest == meter.digest)
            try await host.close()
        }
    }
}
