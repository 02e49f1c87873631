package import FleetCore

/// The output of one job as JSON, one object a line.
///
/// - Shape: `{"time":"…","event":"output","host":"web1","step":"patch","text":"…"}`. `text` is the line without its
///   newline and with all else, `\r` included; what is not UTF-8 is U+FFFD in it, and then `"base64"` has the
///   exact bytes. `"partial":true` marks a piece that the job's next object continues: of a line longer than
///   ``longestPiece``, or of one that was quiet for a while.
package struct JobJSONLines: Sendable {
    /// The most bytes of a line in one object.
    package static let longestPiece = 65_536

    private var unfinished: [UInt8] = []
    private var isContinuing = false
    /// What all objects of the job share: `,"event":"output","host":"web1","step":"patch","text":`.
    private let members: [UInt8]

    /// Creates the start of a job's output.
    package init(job: JobID) {
        var members = Array(#","event":"output","host":"#.utf8)
        JSONText.write(job.host.name, to: &members)
        members += #","step":"#.utf8
        JSONText.write(job.step.name, to: &members)
        members += #","text":"#.utf8
        self.members = members
    }

    /// Whether part of a line is held back.
    package var hasUnfinishedLine: Bool { !unfinished.isEmpty }

    /// Takes the next bytes and appends the lines that are whole now to `batch`.
    package mutating func append(
        _ bytes: some Collection<UInt8>, at time: Timestamp, to batch: inout [UInt8]
    ) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let room = rest.prefix(JobJSONLines.longestPiece - unfinished.count)
            if let end = room.firstIndex(of: UInt8(ascii: "\n")) {
                unfinished += rest[..<end]
                // The newline of a line that has been given already is nothing new.
                if !(isContinuing && unfinished.isEmpty) {
                    write(isPartial: false, at: time, to: &batch)
                }
                isContinuing = false
                rest = rest[rest.index(after: end)...]
            } else {
                unfinished += room
                rest = rest[room.endIndex...]
                if unfinished.count == JobJSONLines.longestPiece {
                    showUnfinishedLine(at: time, to: &batch)
                }
            }
        }
    }

    /// Appends the part of a line that is held back, as a piece that a later one continues.
    package mutating func showUnfinishedLine(at time: Timestamp, to batch: inout [UInt8]) {
        guard hasUnfinishedLine else { return }
        // A character that is cut here would be damaged in both pieces.
        let cut = JSONText.endOfWholeCharacters(unfinished)
        let held = Array(unfinished[cut...])
        unfinished.removeSubrange(cut...)
        if hasUnfinishedLine {
            write(isPartial: true, at: time, to: &batch)
            isContinuing = true
        }
        unfinished = held
    }

    /// Ends the output; a last line without a newline is a line.
    package mutating func finish(at time: Timestamp, to batch: inout [UInt8]) {
        if hasUnfinishedLine { write(isPartial: false, at: time, to: &batch) }
    }

    private mutating func write(isPartial: Bool, at time: Timestamp, to batch: inout [UInt8]) {
        batch += #"{"time":"#.utf8
        JSONText.write(time.description, to: &batch)
        batch += members
        let isExact = JSONText.write(unfinished, to: &batch)
        if !isExact {
            batch += #","base64":""#.utf8
            JSONText.writeBase64(unfinished, to: &batch)
            batch.append(UInt8(ascii: "\""))
        }
        if isPartial { batch += #","partial":true"#.utf8 }
        batch += "}\n".utf8
        unfinished.removeAll(keepingCapacity: true)
    }
}
