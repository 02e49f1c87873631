public import FleetCore

/// The end of a job's output, as a person reads it.
///
/// Only that end is read, so memory and time don't grow with the log.
public struct LogTail: Hashable, Sendable {
    /// How much of an output is wanted.
    public struct Limits: Hashable, Sendable {
        /// The most lines.
        public let lines: Int
        /// The most bytes of the log that are looked at.
        public let bytes: Int

        /// Creates limits.
        public init(lines: Int, bytes: Int) {
            self.lines = lines
            self.bytes = bytes
        }
    }

    /// The last lines, without colours and without anything that a terminal would obey.
    public let lines: [String]
    /// Whether there is nothing before them.
    public let isWhole: Bool

    /// Creates the tail of no output.
    public init() {
        lines = []
        isWhole = true
    }

    /// Reads the last lines of an output of `size` bytes.
    ///
    /// - Throws: What `output` throws.
    public init(
        of job: JobID, size: UInt64, limits: Limits, reading output: StoredOutput
    ) async throws {
        let start = size - min(size, UInt64(limits.bytes))
        var bytes: [UInt8] = []
        while bytes.count < limits.bytes {
            let offset = SpoolOffset(bytes: start + UInt64(bytes.count))
            let piece = try await output(job, offset)
            if piece.isEmpty { break }
            bytes += piece.prefix(limits.bytes - bytes.count)
        }
        self.init(of: bytes, isWhole: start == 0, limits: limits)
    }

    /// Takes the last lines of `bytes`, which are the end of an output.
    package init(of bytes: [UInt8], isWhole: Bool, limits: Limits) {
        var rest = bytes[...]
        // The first line may have lost its beginning; a single long one is better than none.
        if !isWhole, let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
            rest = rest[(newline + 1)...]
        }
        var sanitizer = TerminalSanitizer()
        var sink = CleanBytes(keepsStyles: false)
        Array(rest).withUnsafeBufferPointer { sanitizer.clean($0, into: &sink) }
        sanitizer.finish(into: &sink)
        var lines = sink.bytes.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        self.lines = lines.suffix(limits.lines).map { String(decoding: $0, as: UTF8.self) }
        self.isWhole = isWhole && lines.count <= limits.lines
    }
}
