/// Where a printer's bytes go.
///
/// The program writes to a descriptor; tests write to a small model of a slow or closed terminal.
public protocol PrinterOutput: Sendable {
    /// Writes all of `bytes`; returns when they are written. One caller at a time.
    ///
    /// - Throws: ``PrinterError`` when nothing more can be written.
    func write(_ bytes: [UInt8]) async throws(PrinterError)
}

/// Why nothing more can be printed.
public struct PrinterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One cause; once released, a code never changes its meaning.
    public enum Code: String, Sendable, CaseIterable {
        /// The reader is gone, as `head` is after its ten lines.
        case closed = "printer.closed"
        /// The disk that the output goes to is full.
        case diskFull = "printer.disk-full"
        /// Writing failed in another way.
        case failed = "printer.failed"
    }

    /// The cause, for code.
    public let code: Code
    /// What was seen, in lower case.
    public let message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// One line: what was seen, what it means for the run, the code.
    public var description: String {
        "\(message); the run goes on and its logs are complete [\(code.rawValue)]"
    }
}
