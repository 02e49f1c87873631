import FleetCore
import FleetExecution
import Foundation
import NIOCore
import TestSupport
import Testing

@testable import SSHTransport

@Suite(
    "An SFTP server that is none", .needs("sshd", "ssh-keygen", "ssh"), .fewAtOnce,
    .timeLimit(.minutes(2)))
struct HostileSFTPTests {
    /// What runs in its place, by what it does.
    private static let impostors = [
        "says nothing": "sleep 600",
        "ends": "true",
        "prints for ever": "while :; do echo Welcome; done",
        "prints zeros for ever": "cat /dev/zero",
        "says a length of four gigabytes": "printf \"\\377\\377\\377\\377\\002\"; cat /dev/zero",
        "answers what nobody asked": "printf \"\\0\\0\\0\\021\\145\\0\\0\\0\\7\"; cat /dev/zero",
        "is of an old version": "printf \"\\0\\0\\0\\5\\2\\0\\0\\0\\2\"; sleep 600",
    ]

    @Test(
        "is found out, and the host's other commands go on",
        arguments: Transport.remote, impostors.keys.sorted())
    func begins(transport: Transport, deed: String) async throws {
        let program = try #require(HostileSFTPTests.impostors[deed])
        let host = try TransportHost(transport)
        try await host.withConnection { connection in
            let beside = try await connection.start(
                RemoteCommand(text: "read line; echo $line", endsInput: false))
            let channel = try await connection.start(
                RemoteCommand(text: "exec sh -c '\(program)'", endsInput: false))
            let session = SFTPSession(
                on: channel, loop: TestLoops.shared.nextLoop(),
                patience: deed == "says nothing" ? .milliseconds(200) : .seconds(60))
            #expect(try await SFTPFiles.open(session) == nil)
            await beside.finishInput(with: Array("beside\n".utf8))
            #expect(try await beside.all().text == "beside\n")
        }
    }

    @Test("that begins well and then goes wrong costs what was asked, and nothing more")
    func goesWrong() async throws {
        let begin = "printf \"\\0\\0\\0\\5\\2\\0\\0\\0\\3\"; head -c 20 >/dev/null; "
        let host = try TransportHost(.ssh)
        try await host.withConnection { connection in
            for then in [
                "cat /dev/urandom", "exit", "printf \"\\377\\377\\377\\377\"; cat /dev/zero",
            ] {
                let channel = try await connection.start(
                    RemoteCommand(text: "exec sh -c '\(begin)\(then)'", endsInput: false))
                let session = SFTPSession(on: channel, loop: TestLoops.shared.nextLoop())
                let files = try #require(try await SFTPFiles.open(session))
                let path = try #require(RemotePath("/etc/passwd"))
                await #expect(throws: FileTransferError.self) { try await files.status(of: path) }
                await files.close()
            }
            #expect(try await connection.run("echo there").text == "there\n")
        }
    }
}
