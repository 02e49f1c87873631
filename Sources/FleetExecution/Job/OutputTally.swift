/// Counts the bytes and lines of a job's output.
struct OutputTally: Hashable, Sendable {
    private(set) var bytes: UInt64 = 0
    private var newlines: UInt64 = 0
    private var endsInNewline = true

    /// How many lines there are; a last one without a newline counts.
    var lines: UInt64 { newlines + (endsInNewline ? 0 : 1) }

    /// Adds what another stream of the same job holds.
    mutating func add(_ other: OutputTally) {
        bytes += other.bytes
        newlines += other.newlines
    }

    /// Counts what follows.
    mutating func count(_ output: ArraySlice<UInt8>) {
        guard let last = output.last else { return }
        bytes += UInt64(output.count)
        endsInNewline = last == UInt8(ascii: "\n")
        newlines += output.withUnsafeBufferPointer { buffer in
            var count: UInt64 = 0
            for byte in buffer where byte == UInt8(ascii: "\n") { count &+= 1 }
            return count
        }
    }
}
