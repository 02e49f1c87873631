import Crypto
import FleetCore
import FleetExecution
import SSHTransport
import TestSupport
import Testing

/// What all transports promise of commands alike.
@Suite("A command on a host", .needs("sshd", "ssh-keygen", "ssh"), .fewAtOnce)
struct CommandTests {
    @Test(
        "gives its output and its exit code", arguments: Transport.allCases, [0, 1, 127, 255])
    func givesOutputAndExit(transport: Transport, code: Int) async throws {
        let host = try TransportHost(transport)
        try await host.withConnection { connection in
            let result = try await connection.run("echo out; echo err >&2; exit \(code)")
            #expect(result.text == "out\n")
            #expect(result.error == Array("err\n".utf8))
            #expect(result.exit == .code(code))
        }
    }

    @Test("that a signal ends gives the signal's name", arguments: Transport.allCases)
    func givesSignal(transport: Transport) async throws {
        let host = try TransportHost(transport)
        try await host.withConnection { connection in
            let result = try await connection.run("kill -KILL $$")
            #expect(result.exit == transport.killed)
        }
    }

    @Test("is sent a megabyte of input while its output is read", arguments: Transport.allCases)
    func echoesInput(transport: Transport) async throws {
        let host = try TransportHost(transport)
        let input = (0..<1_048_576).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try await host.withConnection { connection in
            let result = try await connection.run("cat", input: input)
            #expect(result.output == input)
            #expect(result.exit == .code(0))
        }
    }

    @Test("gives every one of 100 MB", arguments: Transport.allCases)
    func givesLargeOutput(transport: Transport) async throws {
        let host = try TransportHost(transport)
        try await host.withConnection { connection in
            let process = try await connection.start(
                RemoteCommand(text: "seq 1 13000000 | head -c 100000000"))
            var digest = Insecure.MD5()
            var count = 0
            reading: while true {
                switch try await process.next() {
                case .standardOutput(let bytes):
                    count += bytes.count
                    digest.update(data: bytes)
                case .standardError: Issue.record("there is no error output")
                case .ended(let exit):
                    #expect(exit == .code(0))
                    break reading
                }
            }
            #expect(count == 100_000_000)
            let sum = try Programs.run(
                "sh", ["-c", "seq 1 13000000 | head -c 100000000 | md5sum"])
            let hex = digest.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            #expect(sum.output.hasPrefix(hex.joined()))
        }
    }

    @Test("waits while nobody takes its output", arguments: Transport.allCases)
    func waitsForReader(transport: Transport) async throws {
        let host = try TransportHost(transport)
        let progress = host.folder.file("progress")
        host.window = 65_536
        try await host.withConnection { connection in
            let text = "dd if=/dev/zero bs=65536 count=320 2>/dev/null; echo done > \(progress)"
            let process = try await connection.start(RemoteCommand(text: text))
            // Round trips of other commands pass the time in which it would have written 20 MB.
            for _ in 0..<20 { _ = try await connection.run("true") }
            let early = try await connection.run("cat \(progress)")
            #expect(early.exit == .code(1), "it is not done: nobody has read")
            #expect(try await process.all().output.count == 320 * 65_536)
            let late = try await connection.run("cat \(progress)")
            #expect(late.text == "done\n")
        }
    }

    @Test(
        "shares its connection with others, and each gets its own output",
        arguments: Transport.allCases)
    func sharesConnection(transport: Transport) async throws {
        let host = try TransportHost(transport)
        try await host.withConnection { connection in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<9 {
                    group.addTask {
                        let result = try await connection.run(
                            "yes \(number) | head -c 1000000; cat >&2; exit \(number)",
                            input: [UInt8](repeating: UInt8(number), count: 100_000))
                        let lines = Array("\(number)\n".utf8)
                        #expect(result.output.count == 1_000_000)
                        #expect(
                            result.output.indices.allSatisfy {
                                result.output[$0] == lines[$0 % 2]
                            })
                        #expect(result.error == [UInt8](repeating: UInt8(number), count: 100_000))
                        #expect(result.exit == .code(number))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("has its input open until it is ended", arguments: Transport.allCases)
    func keepsInputOpen(transport: Transport) async throws {
        let host = try TransportHost(transport)
        try await host.withConnection { connection in
            let process = try await connection.start(
                RemoteCommand(text: "cat", input: Array("first\n".utf8), endsInput: false))
            #expect(try await process.next() == .standardOutput(Array("first\n".utf8)))
            await process.finishInput(with: Array("last\n".utf8))
            await process.finishInput(with: Array("too late\n".utf8))
            #expect(try await process.next() == .standardOutput(Array("last\n".utf8)))
            #expect(try await process.next() == .ended(.code(0)))
        }
    }

    @Test("is sent more only as fast as it reads, and all of it", arguments: Transport.allCases)
    func sendsAsRead(transport: Transport) async throws {
        let host = try TransportHost(transport)
        let bytes = [UInt8](repeating: 7, count: 1_000_000)
        try await host.withConnection { connection in
            let gate = host.folder.file("gate")
            let process = try await connection.start(
                RemoteCommand(
                    text: "until [ -e \(gate) ]; do sleep 0.05; done; wc -c", endsInput: false))
            let sending = Task {
                for _ in 0..<40 { try await process.send(bytes) }
                await process.finishInput(with: [])
            }
            // Round trips of other commands pass the time in which it would have taken 40 MB.
            for _ in 0..<20 { _ = try await connection.run("true") }
            _ = try await connection.run("touch \(gate)")
            let counted = try await process.all()
            try await sending.value
            #expect(counted.text.contains("40000000"))
        }
    }

    @Test("that has ended takes no more, and nobody waits for it", arguments: Transport.allCases)
    func takesNothingAfterEnd(transport: Transport) async throws {
        let host = try TransportHost(transport)
        try await host.withConnection { connection in
            let process = try await connection.start(
                RemoteCommand(text: "head -c 10 >/dev/null; exit 3", endsInput: false))
            for _ in 0..<20 { try await process.send([UInt8](repeating: 1, count: 1_000_000)) }
            #expect(try await process.all().exit == .code(3))
        }
    }

    @Test("that is closed leaves the connection to the others", arguments: Transport.allCases)
    func closes(transport: Transport) async throws {
        let host = try TransportHost(transport)
        try await host.withConnection { connection in
            let process = try await connection.start(RemoteCommand(text: "yes"))
            _ = try await process.next()
            await process.close()
            await #expect(throws: TransportError.self) { _ = try await process.next() }
            #expect(try await connection.run("echo next").text == "next\n")
        }
    }

    @Test(
        "can be read on after a cancelled wait, and nothing is missing",
        arguments: Transport.allCases)
    func survivesCancelledWait(transport: Transport) async throws {
        let host = try TransportHost(transport)
        try await host.withConnection { connection in
            let process = try await connection.start(
                RemoteCommand(text: "cat", input: [], endsInput: false))
            let waiting = Task { try await process.next() }
            waiting.cancel()
            let error = await #expect(throws: TransportError.self) { _ = try await waiting.value }
            #expect(error?.code == .cancelled)
            await process.finishInput(with: [])
            #expect(try await process.next() == .ended(.code(0)))
        }
    }

    @Test(
        "too long for one packet is refused with its length, and a long one runs",
        arguments: Transport.allCases)
    func isTooLong(transport: Transport) async throws {
        let host = try TransportHost(transport)
        let lengths = transport.commandLengths
        try await host.withConnection { connection in
            let long = try await connection.run(
                "true " + String(repeating: "x", count: lengths.fine))
            #expect(long.exit == .code(0))
            let error = await #expect(throws: TransportError.self) {
                _ = try await connection.run(
                    "true " + String(repeating: "x", count: lengths.tooLong))
            }
            #expect(error?.code == .commandRefused)
            #expect(error?.message.contains("\(lengths.tooLong + 5) bytes") == true)
            let next = try await connection.run("echo next")
            #expect(next.text == "next\n")
        }
    }

    @Test("whose start is cancelled on the way never runs, and the connection goes on")
    func isNotStartedOnTheWay() async throws {
        let server = try LoopbackServer()
        let mark = server.folder.file("mark")
        try await withConnection(to: server.endpoint()) { connection in
            let starts = (0..<5).map { _ in
                let start = Task {
                    try await connection.start(RemoteCommand(text: "echo ran >> \(mark)"))
                }
                start.cancel()
                return start
            }
            for start in starts {
                let error = await #expect(throws: TransportError.self) { _ = try await start.value }
                #expect(error?.code == .cancelled)
            }
            let result = try await connection.run("cat \(mark)")
            #expect(result.exit == .code(1), "there is no mark")
        }
    }

    @Test(
        "is refused where the server opens no second channel, and the first goes on",
        arguments: Transport.remote)
    func isRefusedChannel(transport: Transport) async throws {
        let host = try TransportHost(transport, options: ["MaxSessions 1"])
        try await host.withConnection { connection in
            let first = try await connection.start(
                RemoteCommand(text: "cat", input: [], endsInput: false))
            let error = await #expect(throws: TransportError.self) {
                _ = try await connection.run("true")
            }
            #expect(error?.code == .channelRefused)
            await first.finishInput(with: [])
            #expect(try await first.next() == .ended(.code(0)))
        }
    }
}
