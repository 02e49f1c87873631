/// How many bytes and lines there are.
struct LineCount: Hashable, Sendable {
    private(set) var bytes: UInt64 = 0
    private(set) var newlines: UInt64 = 0
    private(set) var endsInNewline = true

    mutating func add(_ piece: [UInt8]) {
        bytes += UInt64(piece.count)
        newlines += UInt64(piece.withUnsafeBufferPointer { LineCount.newlines(in: $0) })
        if let last = piece.last { endsInNewline = last == UInt8(ascii: "\n") }
    }

    /// Counts newlines, at the speed of memory.
    static func newlines(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        // Without a branch and without overflow checks the compiler makes vector instructions of
        // it.
        for byte in bytes { count &+= byte == UInt8(ascii: "\n") ? 1 : 0 }
        return count
    }
}
