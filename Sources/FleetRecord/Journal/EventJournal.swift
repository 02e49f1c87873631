public import FleetCore

/// The journal of a run, `events.ndjson`: one event a line, appended with one write each.
///
/// Events go to the page cache and survive a crash of this program; ``synchronize()`` waits for the
/// disk. A torn last line, as a power cut leaves it, is cut off before the first append and skipped
/// by readers.
public actor EventJournal {
    static let name = "events.ndjson"
    private let file: OpenFile
    private let claim: RunClaim?
    /// The last wait for the disk, and the one that is yet to begin, if somebody has asked for one.
    private var lastWait: Task<Result<Void, RecordError>, Never>?
    private var nextWait: Task<Result<Void, RecordError>, Never>?

    init(in folder: Folder, claim: RunClaim? = nil) throws(RecordError) {
        self.claim = claim
        let file = try folder.append(EventJournal.name)
        try EventJournal.cutTornLine(of: file)
        self.file = file
    }

    /// Appends an event.
    ///
    /// - Throws: ``RecordError``; the journal then ends where it ended before.
    public func append(_ event: RunEvent) throws(RecordError) {
        try claim?.check()
        let line = try EventJournal.line(of: event, for: file.path)
        let size = try file.size()
        if let failure = line.withUnsafeBytes({ file.append($0).failure }) {
            // Half an event would be glued to the next one.
            try file.truncate(to: size)
            throw failure
        }
    }

    /// Waits until all events are on the disk.
    ///
    /// Jobs end in crowds: those who ask while the disk is at work share the next wait.
    public func synchronize() async throws(RecordError) {
        try await (nextWait ?? makeWait()).value.get()
    }

    private func makeWait() -> Task<Result<Void, RecordError>, Never> {
        // Awaited by all who ask before it begins.
        let wait = Task { [file, lastWait] () -> Result<Void, RecordError> in
            _ = await lastWait?.value
            // An event that is appended from here on may come too late for this one.
            nextWait = nil
            do throws(RecordError) {
                return .success(
                    try await BlockingWork.run { () throws(RecordError) in try file.synchronize() })
            } catch {
                return .failure(error)
            }
        }
        lastWait = wait
        nextWait = wait
        return wait
    }

    private static func line(of event: RunEvent, for path: String) throws(RecordError) -> [UInt8] {
        do {
            return try JournalLine.bytes(of: event)
        } catch {
            throw RecordError(.failed, at: path, "can't be written as JSON: \(error)")
        }
    }

    private static func cutTornLine(of file: OpenFile) throws(RecordError) {
        let size = try file.size()
        var end = size
        while end > 0 {
            let start = end - min(end, 65_536)
            let piece = try file.read(at: start, most: Int(end - start))
            if let newline = piece.lastIndex(of: UInt8(ascii: "\n")) {
                end = start + UInt64(newline) + 1
                break
            }
            end = start
        }
        if end < size { try file.truncate(to: end) }
    }
}
