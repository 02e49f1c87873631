/// Writes the clean text of one job as tagged lines, whole ones only.
///
/// - Shape: each line is tag, text, a reset if the text left a style on, newline. Styles are taken
///   up again on the job's next line, so a block in red stays red and never colours another host's
///   line.
/// - A line longer than ``longestPiece`` is written in pieces, and so is one that was shown before
///   it was whole; each piece but the first has the tag's continuation mark (`web1 + `).
package struct TaggedLineWriter: CleanTextSink {
    /// The most bytes of text in one piece; keeps memory bounded however long a line is.
    package static let longestPiece = 8_192

    /// What has been written: whole lines up to `unfinished`, then the line that is not whole yet.
    private(set) var out: [UInt8] = []
    private var unfinished = 0
    private var lengthOfPiece = 0
    private var isAtStart = true
    private var isContinuing = false
    private var styles = StyleState()
    private let tag: LineTag
    private let keepsStyles: Bool

    /// Creates a writer at the start of a line.
    package init(tag: LineTag, keepsStyles: Bool) {
        self.tag = tag
        self.keepsStyles = keepsStyles
    }

    /// Whether the last line is not whole yet.
    package var hasUnfinishedLine: Bool { !isAtStart }

    /// Moves the whole lines to the end of `batch`.
    package mutating func moveWholeLines(to batch: inout [UInt8]) {
        guard unfinished > 0 else { return }
        out.withUnsafeBufferPointer { batch.append(contentsOf: $0[..<unfinished]) }
        out.removeSubrange(..<unfinished)
        unfinished = 0
    }

    /// Ends the current piece, as when its line has been quiet for a while.
    package mutating func breakPiece() {
        guard !isAtStart else { return }
        endPiece()
        isContinuing = true
    }

    @inline(__always)
    package mutating func text(_ run: UnsafeBufferPointer<UInt8>) {
        if isAtStart { beginPiece() }
        guard lengthOfPiece + run.count > TaggedLineWriter.longestPiece else {
            out.append(contentsOf: run)
            lengthOfPiece += run.count
            return
        }
        splitText(run)
    }

    @inline(__always)
    package mutating func newline() {
        if isAtStart {
            // The end of a line that has been shown already is nothing to see.
            if isContinuing {
                isContinuing = false
                return
            }
            out.append(contentsOf: tag.empty)
        }
        endPiece()
        isContinuing = false
    }

    package mutating func style(_ style: TextStyle) {
        guard keepsStyles else { return }
        if !isAtStart { style.write(to: &out) }
        styles.apply(style)
    }

    @inline(__always)
    private mutating func beginPiece() {
        out.append(contentsOf: isContinuing ? tag.continuation : tag.beginning)
        if !styles.isPlain { styles.writeResumption(to: &out) }
        isAtStart = false
        lengthOfPiece = 0
    }

    @inline(__always)
    private mutating func endPiece() {
        if !styles.isPlain { styles.writeReset(to: &out) }
        out.append(UInt8(ascii: "\n"))
        unfinished = out.count
        isAtStart = true
    }

    /// Fills the piece and goes on with the next; a run beyond ASCII is one character and stays
    /// whole.
    private mutating func splitText(_ run: UnsafeBufferPointer<UInt8>) {
        var rest = run[...]
        while !rest.isEmpty {
            if isAtStart { beginPiece() }
            let room = TaggedLineWriter.longestPiece - lengthOfPiece
            let isCharacter = rest.first.map { $0 >= 0x80 } ?? false
            let part =
                isCharacter ? rest.prefix(rest.count <= room ? rest.count : 0) : rest.prefix(room)
            out.append(contentsOf: part)
            lengthOfPiece += part.count
            rest = rest[part.endIndex...]
            if !rest.isEmpty { breakPiece() }
        }
    }
}
