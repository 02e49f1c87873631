import NIOPosix

/// A place to read into, one for each event loop: connections take turns, so they can share it.
///
/// Large, because each delivery to a waiting task costs two changes of thread.
///
/// `@unchecked Sendable`: each buffer is reached through a thread's own variable only, so it never leaves the
/// thread that made it; the variable wants its values to be `Sendable` for being a global itself.
final class ReadBuffer: @unchecked Sendable {
    /// The place itself.
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 131_072, alignment: 16)

    private static let variable = ThreadSpecificVariable<ReadBuffer>()

    /// The buffer of the event loop that this runs on.
    static var ofThisThread: ReadBuffer {
        if let buffer = variable.currentValue { return buffer }
        let buffer = ReadBuffer()
        variable.currentValue = buffer
        return buffer
    }

    deinit { bytes.deallocate() }

    /// A copy of the first `count` bytes.
    func first(_ count: Int) -> [UInt8] {
        Array(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
    }
}
