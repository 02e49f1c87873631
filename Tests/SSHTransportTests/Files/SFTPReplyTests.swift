import FleetExecution
import Testing

@testable import SSHTransport

@Suite("What an SFTP server says")
struct SFTPReplyTests {
    @Test("is cut into packets wherever it is torn")
    func frames() throws {
        let packets = (1...3).map {
            SFTPRequest.readFolder(SFTPHandle(bytes: [UInt8($0)])).packet(id: $0)
        }
        let stream = packets.flatMap { $0 }
        for size in 1...stream.count {
            var framer = SFTPFramer()
            var found: [[UInt8]] = []
            for start in stride(from: 0, to: stream.count, by: size) {
                framer.append(Array(stream[start..<min(start + size, stream.count)]))
                while let packet = try framer.next() { found.append(Array(packet)) }
            }
            #expect(found == packets.map { Array($0.dropFirst(4)) })
        }
    }

    @Test(
        "is refused where it says a length that would fill our memory",
        arguments: [0, 4, 262_145, UInt32.max])
    func refusesLengths(length: UInt32) {
        var framer = SFTPFramer()
        framer.append(withUnsafeBytes(of: length.bigEndian, Array.init))
        #expect(throws: SFTPFramer.NotSFTP.self) { _ = try framer.next() }
    }

    @Test("may be anything, and is read or refused")
    func survivesNoise() {
        var random = SystemRandomNumberGenerator()
        let types: [UInt8] = [2, 101, 102, 103, 104, 105, 201, 7]
        var read = 0
        for round in 0..<20_000 {
            var bytes = (0..<Int.random(in: 0..<60)).map { _ in
                // Small numbers are lengths that may well fit.
                UInt8.random(in: round % 2 == 0 ? 0...4 : 0...255, using: &random)
            }
            if !bytes.isEmpty { bytes[0] = types[round % types.count] }
            if SFTPReply.decode(bytes[...]) != nil { read += 1 }
        }
        #expect(read > 100, "some of it means something")
    }
}
