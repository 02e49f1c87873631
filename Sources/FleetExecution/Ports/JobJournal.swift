public import FleetCore

/// Where one job's events and output are kept, as it goes on.
public protocol JobJournal: Sendable {
    /// Keeps an event.
    func record(_ event: JobEvent) async

    /// Keeps output: the bytes follow those of the last call for the same start and stream.
    ///
    /// Returning is the permission to send more: a slow terminal or disk slows the reading here.
    ///
    /// - Throws: ``JournalError`` when the bytes could not be kept.
    func append(
        _ output: ArraySlice<UInt8>, from stream: OutputStream, start: Int
    ) async throws(JournalError)

    /// Makes sure that all output so far is kept for good.
    ///
    /// - Throws: ``JournalError`` when that isn't certain.
    func complete() async throws(JournalError)

    /// Makes sure that all events so far are kept for good; only then, with its output complete, may the host's
    /// copy go.
    ///
    /// - Throws: ``JournalError`` when that isn't certain.
    func seal() async throws(JournalError)
}

/// Output could not be kept.
public struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What couldn't be written where, why, and what to do.
    public let message: String

    /// Creates an error.
    public init(_ message: String) { self.message = message }

    /// The message.
    public var description: String { message }
}
