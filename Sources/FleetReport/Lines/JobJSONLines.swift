package import FleetCore

/// The output of one job as JSON, one object a line.
///
/// - Shape: `{"time":"…","event":"output","host":"web1","step":"patch","text":"…"}`; before `text`
///   stands `"stream":"stderr"` where standard error is kept apart and this is it. `text` is the
///   line without its newline and with all else, `\r` included; what is not UTF-8 is U+FFFD in it,
///   and then `"base64"` has the exact bytes. `"partial":true` marks a piece that the job's next
///   object continues: of a line longer than ``longestPiece``, or of one that was quiet for a
///   while.
package struct JobJSONLines: Sendable {
    /// The most bytes of a line in one object.
    package static let longestPiece = 65_536

    private var unfinished: [UInt8] = []
    private var isContinuing = false
    /// What all objects of the job share: `,"event":"output","host":"web1","step":"patch","text":`.
    private let members: [UInt8]
    private var time = Timestamp(milliseconds: 0)
    /// The time and the members, as an object begins.
    private var head: [UInt8] = []

    /// Creates the start of a job's output.
    package init(job: JobID, stream: OutputStream = .standardOutput) {
        var members = Array(#","event":"output","host":"#.utf8)
        JSONText.write(job.host.name, to: &members)
        members += #","step":"#.utf8
        JSONText.write(job.step.name, to: &members)
        if stream == .standardError { members += #","stream":"stderr""#.utf8 }
        members += #","text":"#.utf8
        self.members = members
    }

    /// Whether part of a line is held back.
    package var hasUnfinishedLine: Bool { !unfinished.isEmpty }

    /// Takes the next bytes and appends the lines that are whole now to `batch`.
    package mutating func append(
        _ bytes: some Collection<UInt8>, at time: Timestamp, to batch: inout [UInt8]
    ) {
        begin(at: time)
        let taken: Void? = bytes.withContiguousStorageIfAvailable { take($0, to: &batch) }
        if taken == nil { Array(bytes).withUnsafeBufferPointer { take($0, to: &batch) } }
    }

    private mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, to batch: inout [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let room = rest.prefix(JobJSONLines.longestPiece - unfinished.count)
            guard let end = room.firstIndex(of: UInt8(ascii: "\n")) else {
                unfinished.append(contentsOf: room)
                rest = rest[room.endIndex...]
                if unfinished.count == JobJSONLines.longestPiece { showPiece(to: &batch) }
                continue
            }
            let line = UnsafeBufferPointer(rebasing: rest[..<end])
            if !unfinished.isEmpty {
                unfinished.append(contentsOf: line)
                writeUnfinished(isPartial: false, to: &batch)
            } else if !(isContinuing && line.isEmpty) {
                // The newline of a line that has been given already is nothing new.
                write(line, isPartial: false, to: &batch)
            }
            isContinuing = false
            rest = rest[(end + 1)...]
        }
    }

    /// Appends the part of a line that is held back, as a piece that a later one continues.
    package mutating func showUnfinishedLine(at time: Timestamp, to batch: inout [UInt8]) {
        begin(at: time)
        showPiece(to: &batch)
    }

    /// Ends the output; a last line without a newline is a line.
    package mutating func finish(at time: Timestamp, to batch: inout [UInt8]) {
        begin(at: time)
        if hasUnfinishedLine { writeUnfinished(isPartial: false, to: &batch) }
    }

    /// Words the time of the objects that follow: once for all that came at once.
    private mutating func begin(at time: Timestamp) {
        guard time != self.time || head.isEmpty else { return }
        self.time = time
        head = Array(#"{"time":"\#(time)""#.utf8) + members
    }

    private mutating func showPiece(to batch: inout [UInt8]) {
        // A character that is cut here would be damaged in both pieces.
        let cut = JSONText.endOfWholeCharacters(unfinished)
        guard cut > 0 else { return }
        let held = Array(unfinished[cut...])
        unfinished.removeSubrange(cut...)
        writeUnfinished(isPartial: true, to: &batch)
        isContinuing = true
        unfinished = held
    }

    private mutating func writeUnfinished(isPartial: Bool, to batch: inout [UInt8]) {
        unfinished.withUnsafeBufferPointer { write($0, isPartial: isPartial, to: &batch) }
        unfinished.removeAll(keepingCapacity: true)
    }

    private func write(
        _ line: UnsafeBufferPointer<UInt8>, isPartial: Bool, to batch: inout [UInt8]
    ) {
        batch += head
        let isExact = JSONText.write(line, to: &batch)
        if !isExact {
            batch += #","base64":""#.utf8
            JSONText.writeBase64(Array(line), to: &batch)
            batch.append(UInt8(ascii: "\""))
        }
        if isPartial { batch += #","partial":true"#.utf8 }
        batch += "}\n".utf8
    }
}
