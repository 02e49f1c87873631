/// The output of one job as lines for a person: bytes in, in any chunks; tagged lines out.
///
/// Memory is bounded by the longest piece of a line. It reads no clock: the printer says when a
/// line that isn't whole has waited long enough.
package struct JobText: Sendable {
    private var sanitizer = TerminalSanitizer()
    private var writer: TaggedLineWriter

    /// Creates the start of a job's output.
    package init(tag: LineTag, keepsStyles: Bool) {
        self.writer = TaggedLineWriter(tag: tag, keepsStyles: keepsStyles)
    }

    /// Whether part of a line is held back.
    package var hasUnfinishedLine: Bool { writer.hasUnfinishedLine }

    /// Takes the next bytes and appends the lines that are whole now to `batch`.
    package mutating func append(_ bytes: some Collection<UInt8>, to batch: inout [UInt8]) {
        let taken: Void? = bytes.withContiguousStorageIfAvailable {
            sanitizer.clean($0, into: &writer)
        }
        if taken == nil {
            Array(bytes).withUnsafeBufferPointer { sanitizer.clean($0, into: &writer) }
        }
        writer.moveWholeLines(to: &batch)
    }

    /// Appends the part of a line that is held back, as a piece that a later one continues.
    package mutating func showUnfinishedLine(to batch: inout [UInt8]) {
        writer.breakPiece()
        writer.moveWholeLines(to: &batch)
    }

    /// Ends the output; a last line without a newline is a line.
    package mutating func finish(to batch: inout [UInt8]) {
        sanitizer.finish(into: &writer)
        showUnfinishedLine(to: &batch)
    }
}
