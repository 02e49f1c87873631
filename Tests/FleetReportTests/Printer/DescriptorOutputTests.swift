import FleetReport
import Foundation
import Testing

@Suite("Writing to a descriptor", .timeLimit(.minutes(1)))
struct DescriptorOutputTests {
    @Test("writes all of it through a pipe that is full and non-blocking")
    func writesAll() async throws {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        #expect(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
        async let written: Void = DescriptorOutput(descriptor: descriptor).write(bytes)
        let found = await firstBytes(bytes.count, of: pipe.fileHandleForReading)
        try await written
        #expect(found == bytes)
    }

    @Test("fails, and doesn't end the program, when nobody reads")
    func survivesClosedPipe() async throws {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let output = DescriptorOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        let error = await #expect(throws: PrinterError.self) { try await output.write([65]) }
        #expect(error?.code == .closed)
    }

    @Test(
        "fails with a code of its own when the disk is full",
        .enabled(if: access("/dev/full", W_OK) == 0))
    func tellsFullDisk() async throws {
        let handle = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let output = DescriptorOutput(descriptor: handle.fileDescriptor)
        let error = await #expect(throws: PrinterError.self) { try await output.write([65]) }
        #expect(error?.code == .diskFull)
    }

    /// Reads on a thread of its own: the cooperative pool has few, and they are needed for the writing.
    private func firstBytes(_ count: Int, of file: FileHandle) async -> [UInt8] {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var found: [UInt8] = []
                while found.count < count, let piece = try? file.read(upToCount: 100_000),
                    !piece.isEmpty
                {
                    found += piece
                }
                continuation.resume(returning: found)
            }
        }
    }
}
