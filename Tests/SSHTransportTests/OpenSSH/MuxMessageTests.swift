import NIOCore
import Testing

@testable import ProcessTransport

@Suite("The protocol in which an ssh is asked for sessions")
struct MuxMessageTests {
    private func messages(_ bytes: [UInt8]) throws -> [MuxMessage] {
        var buffer = ByteBuffer(bytes: bytes)
        var found: [MuxMessage] = []
        while let message = try MuxMessage.next(in: &buffer) { found.append(message) }
        return found
    }

    @Test("is read as PROTOCOL.mux writes it")
    func reads() throws {
        let greeting: [UInt8] = [0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 4]
        let opened: [UInt8] = [0, 0, 0, 12, 0x80, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 1]
        let exited: [UInt8] = [0, 0, 0, 12, 0x80, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 255]
        #expect(try messages(greeting + opened + exited) == [.other, .opened, .exited(255)])
        let reason = Array("no more".utf8)
        let refused: [UInt8] = [0, 0, 0, 19, 0x80, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 7] + reason
        #expect(try messages(refused) == [.refused("no more")])
        #expect(try messages(Array(refused.dropLast())) == [])
    }

    @Test("is refused where a length or a message is none of ssh's")
    func refuses() {
        for bytes: [UInt8] in [
            [0, 0, 0, 0], [0xff, 0, 0, 0], [0, 0, 0, 4, 0x80, 0, 0, 4],
        ] {
            #expect(throws: MuxMessage.NotMux.self) { try messages(bytes) }
        }
    }

    @Test("is written as PROTOCOL.mux reads it")
    func writes() {
        let packets = MuxMessage.Request.subsystem("sftp").packets
        let greeting: [UInt8] = [0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 4]
        let head: [UInt8] = [0, 0, 0, 44, 0x10, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]
        let flags: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
        let rest: [UInt8] = [255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 4] + Array("sftp".utf8)
        #expect(packets == greeting + head + flags + rest)
    }
}
