import FleetCore
import Foundation

/// Reads a journal from its start, and then on as it grows.
struct JournalReader: Sendable {
    private let folder: Folder
    private var offset: UInt64 = 0
    private var line = 0
    /// The beginning of a line whose end hasn't been written yet, or never will be.
    private var rest: [UInt8] = []

    init(in folder: Folder) { self.folder = folder }

    /// The events that were appended since the last call, up to the last whole line.
    ///
    /// - Throws: ``RecordError`` with `.damaged` for a whole line that is no event.
    mutating func next() throws(RecordError) -> [RunEvent] {
        let file = try folder.read(EventJournal.name)
        var events: [RunEvent] = []
        while true {
            let piece = try file.read(at: offset, most: 262_144)
            if piece.isEmpty { return events }
            offset += UInt64(piece.count)
            rest += piece
            var start = 0
            while let newline = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                line += 1
                events.append(try decode(rest[start..<newline], of: file.path))
                start = newline + 1
            }
            rest.removeSubrange(..<start)
        }
    }

    private func decode(
        _ bytes: ArraySlice<UInt8>, of path: String
    ) throws(RecordError) -> RunEvent {
        do {
            return try JSONDecoder().decode(RunEvent.self, from: Data(bytes))
        } catch {
            throw RecordError(
                .damaged, at: "\(path):\(line)", "is no event: \(JSONFile.words(of: error))")
        }
    }
}
