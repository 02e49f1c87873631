import FleetCore
import FleetExecution
import Foundation
import SSHTransport
import TestSupport
import Testing

@Suite("Hosts behind a jump host", .needs("sshd", "ssh-keygen"), .fewAtOnce)
struct JumpTests {
    @Test("are reached over one connection to it")
    func oneConnection() async throws {
        let bastion = try Bastion()
        defer { bastion.relay.stop() }
        let host = try LoopbackServer(["MaxStartups 100"])
        let endpoint = try await bastion.endpoint(to: host)
        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await withConnection(to: endpoint) { connection in
                        try await connection.run("echo \(number)").text
                    }
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(texts == Set((0..<20).map { "\($0)\n" }))
        #expect(bastion.relay.connections == 1)
    }

    @Test("are seen to come from there")
    func comeFromThere() async throws {
        let bastion = try Bastion()
        defer { bastion.relay.stop() }
        let host = try LoopbackServer()
        try await withConnection(to: bastion.endpoint(to: host)) { connection in
            let words = try await connection.run("echo $SSH_CONNECTION").text.split(separator: " ")
            #expect(words.count == 4)
            #expect(words[2] == host.machine.address)
        }
        #expect(bastion.relay.passed > 0)
    }

    @Test("may be behind another one")
    func chain() async throws {
        let (first, second) = (try Bastion(), try Bastion())
        defer {
            first.relay.stop()
            second.relay.stop()
        }
        let host = try LoopbackServer()
        var endpoint = try await second.endpoint(to: host)
        endpoint.jumps.insert(try await first.endpoint(), at: 0)
        for _ in 0..<2 {
            let text = try await withConnection(to: endpoint) { connection in
                try await connection.run("echo far").text
            }
            #expect(text == "far\n")
        }
        #expect(first.relay.connections == 1)
        #expect(second.relay.connections == 1)
    }

    @Test("are lost with it, and found again over one new connection")
    func cut() async throws {
        let bastion = try Bastion(cuts: [1_000_000])
        defer { bastion.relay.stop() }
        let host = try LoopbackServer()
        let endpoint = try await bastion.endpoint(to: host)
        let quiet = try await SSHHost(endpoint: endpoint, eventLoops: TestLoops.shared).connect()
        let process = try await quiet.start(
            RemoteCommand(text: "cat", input: [], endsInput: false))
        let loud = await #expect(throws: TransportError.self) {
            try await withConnection(to: endpoint) { connection in
                _ = try await connection.run("head -c 5000000 /dev/zero")
            }
        }
        #expect(loud?.code == .lost)
        #expect(loud?.message.contains("jump host 'b1' is lost") == true)
        let error = await #expect(throws: TransportError.self) { _ = try await process.next() }
        #expect(error?.code == .lost)
        #expect(await quiet.isOpen == false)
        let text = try await withConnection(to: endpoint) { connection in
            try await connection.run("echo again").text
        }
        #expect(text == "again\n")
        #expect(bastion.relay.connections == 2)
    }

    @Test("get as much as they take, both ways, whatever another one doesn't read")
    func backpressure() async throws {
        let bastion = try Bastion()
        defer { bastion.relay.stop() }
        let host = try LoopbackServer()
        let endpoint = try await bastion.endpoint(to: host)
        let count = 30_000_000
        try await withConnection(to: endpoint) { stalled in
            let unread = try await stalled.start(
                RemoteCommand(text: "head -c \(count) /dev/zero"))
            try await withConnection(to: endpoint) { connection in
                let given = try await connection.start(
                    RemoteCommand(text: "wc -c", input: [], endsInput: false))
                let piece = [UInt8](repeating: 7, count: 1_000_000)
                for _ in 0..<(count / piece.count) { try await given.send(piece) }
                await given.finishInput(with: [])
                #expect(try await given.all().text == "\(count)\n")
                #expect(
                    try await connection.run("head -c \(count) /dev/zero").output.count == count)
            }
            #expect(try await unread.all().output.count == count)
        }
        #expect(bastion.relay.connections == 1)
    }

    @Test("don't wait for one that never answers")
    func silentMachine() async throws {
        let bastion = try Bastion()
        defer { bastion.relay.stop() }
        let host = try LoopbackServer()
        let endpoint = try await bastion.endpoint(to: host)
        var dead = endpoint
        let silent = try SilentMachine()
        dead.machine = silent.machine
        dead.connectTimeout = .seconds(120)
        let waiting = Task { [dead] in
            try await withConnection(to: dead) { _ in }
        }
        // Only where its tunnel is being opened do the others have something to wait for.
        try await withConnection(to: endpoint) { _ in }
        for _ in 0..<3 {
            let text = try await withConnection(to: endpoint) { connection in
                try await connection.run("echo here").text
            }
            #expect(text == "here\n")
        }
        #expect(bastion.relay.connections <= 2)
        waiting.cancel()
        let error = await #expect(throws: TransportError.self) { try await waiting.value }
        #expect(error?.code == .cancelled)
    }

    @Test("are reached over the same connection when one that never answered has been given up")
    func givenUp() async throws {
        let bastion = try Bastion()
        defer { bastion.relay.stop() }
        let host = try LoopbackServer()
        let endpoint = try await bastion.endpoint(to: host)
        let silent = try SilentMachine()
        try await withConnection(to: endpoint) { connection in
            for _ in 0..<3 {
                var dead = endpoint
                dead.machine = silent.machine
                dead.connectTimeout = .milliseconds(300)
                let error = await #expect(throws: TransportError.self) {
                    try await withConnection(to: dead) { _ in }
                }
                #expect(error?.code == .timedOut)
                #expect(error?.message.contains("jump host") == true)
                let text = try await withConnection(to: endpoint) { other in
                    try await other.run("echo there").text
                }
                #expect(text == "there\n")
            }
            #expect(try await connection.run("echo still").text == "still\n")
        }
        #expect(bastion.relay.connections == 1)
    }
}
