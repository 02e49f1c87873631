/// Makes the output of one job safe for a terminal, in one pass and in bounded memory.
///
/// What a host prints can't move the operator's cursor, set a title, reach the clipboard, make the
/// terminal answer, or reorder text:
/// - Printable text passes, as do tabs. SGR sequences (colours) pass as ``TextStyle``.
/// - Every other control sequence is removed as a whole: CSI, OSC, DCS, APC, PM, SOS, screen's
///   title, single escapes, and C0 and C1 controls. A string that never ends is given up at the end
///   of its line, or after ``longestString`` bytes, and what follows is shown as text.
/// - `\r\n` ends a line. A `\r` alone ends one too if anything is on it: each state of a progress
///   bar becomes a line of its own, so nothing is lost and nothing is overwritten.
/// - Bytes that are not UTF-8 become U+FFFD, one for each maximal ill-formed part (Unicode 16,
///   3.9). A raw 0x9b is taken as CSI; other raw bytes 0x80...0x9f are letters in old code pages,
///   so they become U+FFFD and swallow nothing.
/// - Characters that reorder or hide text are removed: see ``HiddenCharacter``.
///
/// State survives the borders of chunks: any cutting of the same bytes gives the same text.
///
/// - Source: ECMA-48; Paul Williams, "A parser for DEC's ANSI-compatible video terminals"; xterm's
///   ctlseqs.
package struct TerminalSanitizer: Sendable {
    private var state = State.ground
    /// Parameters of a CSI sequence, or the beginning of a UTF-8 character.
    private var held: [UInt8] = []
    private var isLineEmpty = true
    /// A `\r` ended the line, so a `\n` directly behind it is not another end.
    private var isBehindCarriageReturn = false

    /// The most bytes of an OSC, DCS, APC, PM or SOS string that are swallowed.
    package static let longestString = 4_096
    /// The most bytes of a CSI sequence that are swallowed.
    package static let longestSequence = 256
    /// The most intermediate bytes of a single escape that are swallowed.
    private static let mostIntermediates = 16

    private enum State {
        case ground
        /// Inside a UTF-8 character, of which `held` has the beginning; the next byte must be in
        /// `next`.
        case character(missing: Int, next: ClosedRange<UInt8>)
        /// Behind ESC.
        case escape
        /// Behind ESC and intermediate bytes.
        case intermediates(count: Int)
        /// Behind CSI.
        case sequence(count: Int)
        /// Inside a string, behind the byte `previous` of it.
        case string(count: Int, previous: UInt8)
    }

    /// Creates a sanitizer at the start of a job's output.
    package init() {}

    /// Passes on what is safe of `bytes`, which follow what was given before.
    package mutating func clean(
        _ bytes: UnsafeBufferPointer<UInt8>, into sink: inout some CleanTextSink
    ) {
        var index = 0
        while index < bytes.count {
            if case .ground = state {
                let end = PlainRun.end(in: bytes, from: index)
                if end > index {
                    sink.text(UnsafeBufferPointer(rebasing: bytes[index..<end]))
                    isLineEmpty = false
                    isBehindCarriageReturn = false
                    index = end
                    continue
                }
            }
            take(bytes[index], into: &sink)
            index += 1
        }
    }

    /// Ends the output: an unfinished character becomes U+FFFD, an unfinished sequence is dropped.
    package mutating func finish(into sink: inout some CleanTextSink) {
        if case .character = state { replace(into: &sink) }
        state = .ground
        held.removeAll(keepingCapacity: true)
    }

    // MARK: One byte

    private mutating func take(_ byte: UInt8, into sink: inout some CleanTextSink) {
        switch state {
        case .ground: takeGround(byte, into: &sink)
        case .character(let missing, let next):
            takeCharacter(byte, missing: missing, next: next, into: &sink)
        case .escape: takeEscape(byte, into: &sink)
        case .intermediates(let count):
            takeIntermediate(byte, count: count, into: &sink)
        case .sequence(let count): takeSequence(byte, count: count, into: &sink)
        case .string(let count, let previous):
            takeString(byte, count: count, previous: previous, into: &sink)
        }
    }

    private mutating func takeGround(_ byte: UInt8, into sink: inout some CleanTextSink) {
        switch byte {
        case 0x0a: endLine(into: &sink)
        case 0x0d: returnCarriage(into: &sink)
        case 0x1b: state = .escape
        case 0x00...0x08, 0x0b, 0x0c, 0x0e...0x1a, 0x1c...0x1f, 0x7f: break
        case 0x09, 0x20...0x7e:
            held.append(byte)
            show(into: &sink)
        case 0x9b: beginSequence()
        case 0xc2...0xdf: begin(byte, missing: 1, next: 0x80...0xbf)
        case 0xe0: begin(byte, missing: 2, next: 0xa0...0xbf)
        case 0xed: begin(byte, missing: 2, next: 0x80...0x9f)
        case 0xe1...0xef: begin(byte, missing: 2, next: 0x80...0xbf)
        case 0xf0: begin(byte, missing: 3, next: 0x90...0xbf)
        case 0xf1...0xf3: begin(byte, missing: 3, next: 0x80...0xbf)
        case 0xf4: begin(byte, missing: 3, next: 0x80...0x8f)
        default: replace(into: &sink)
        }
    }

    private mutating func takeCharacter(
        _ byte: UInt8, missing: Int, next: ClosedRange<UInt8>, into sink: inout some CleanTextSink
    ) {
        guard next.contains(byte) else {
            replace(into: &sink)
            return take(byte, into: &sink)
        }
        held.append(byte)
        guard missing == 1 else {
            state = .character(missing: missing - 1, next: 0x80...0xbf)
            return
        }
        state = .ground
        switch HiddenCharacter(utf8: held) {
        case nil: show(into: &sink)
        case .invisible: held.removeAll(keepingCapacity: true)
        case .control(let code):
            held.removeAll(keepingCapacity: true)
            takeC1(code)
        }
    }

    private mutating func takeEscape(_ byte: UInt8, into sink: inout some CleanTextSink) {
        switch byte {
        case UInt8(ascii: "["): beginSequence()
        // `k` is the title of screen and tmux, ended like the others.
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
            UInt8(ascii: "_"), UInt8(ascii: "k"):
            state = .string(count: 0, previous: 0)
        case 0x20...0x2f: state = .intermediates(count: 1)
        case 0x30...0x7e: state = .ground
        default: interrupt(with: byte, into: &sink)
        }
    }

    private mutating func takeIntermediate(
        _ byte: UInt8, count: Int, into sink: inout some CleanTextSink
    ) {
        switch byte {
        case 0x20...0x2f where count < TerminalSanitizer.mostIntermediates:
            state = .intermediates(count: count + 1)
        case 0x20...0x7e: state = .ground
        default: interrupt(with: byte, into: &sink)
        }
    }

    private mutating func takeSequence(
        _ byte: UInt8, count: Int, into sink: inout some CleanTextSink
    ) {
        switch byte {
        case 0x20...0x3f where count < TerminalSanitizer.longestSequence:
            // One more than a style may have is enough to refuse it later.
            if held.count <= TextStyle.longest { held.append(byte) }
            state = .sequence(count: count + 1)
        case 0x20...0x3f:
            held.removeAll(keepingCapacity: true)
            state = .ground
        case 0x40...0x7e:
            state = .ground
            if byte == UInt8(ascii: "m"), let style = TextStyle(held) { sink.style(style) }
            held.removeAll(keepingCapacity: true)
        default: interrupt(with: byte, into: &sink)
        }
    }

    private mutating func takeString(
        _ byte: UInt8, count: Int, previous: UInt8, into sink: inout some CleanTextSink
    ) {
        if previous == 0x1b {
            // ESC \ ends it; any other escape ends it too, and is one of its own.
            state = .escape
            return takeEscape(byte, into: &sink)
        }
        // ST, raw or in UTF-8; behind any other such byte it is the middle of a letter in a title.
        let isEnd = byte == 0x9c && (previous < 0x80 || previous == 0xc2)
        switch byte {
        case 0x07, 0x18, 0x1a: state = .ground
        case 0x0a, 0x0d:
            state = .ground
            takeGround(byte, into: &sink)
        case _ where isEnd || count == TerminalSanitizer.longestString: state = .ground
        default: state = .string(count: count + 1, previous: byte)
        }
    }

    // MARK: Steps

    /// A byte that can't belong to the sequence: controls that terminals obey inside one, or no
    /// ASCII.
    private mutating func interrupt(with byte: UInt8, into sink: inout some CleanTextSink) {
        switch byte {
        // Ignored within a sequence, as xterm does for what is harmless; nothing of it is shown.
        case 0x00...0x09, 0x0b, 0x0c, 0x0e...0x17, 0x19, 0x1c...0x1f, 0x7f: break
        case 0x18, 0x1a:
            held.removeAll(keepingCapacity: true)
            state = .ground
        default:
            held.removeAll(keepingCapacity: true)
            state = .ground
            takeGround(byte, into: &sink)
        }
    }

    /// A C1 control that came as a UTF-8 character.
    private mutating func takeC1(_ code: UInt8) {
        switch code {
        case 0x9b: beginSequence()
        case 0x90, 0x98, 0x9d, 0x9e, 0x9f: state = .string(count: 0, previous: 0)
        default: break
        }
    }

    private mutating func begin(_ byte: UInt8, missing: Int, next: ClosedRange<UInt8>) {
        held.append(byte)
        state = .character(missing: missing, next: next)
    }

    private mutating func beginSequence() {
        held.removeAll(keepingCapacity: true)
        state = .sequence(count: 0)
    }

    private mutating func endLine(into sink: inout some CleanTextSink) {
        if !isBehindCarriageReturn { sink.newline() }
        isBehindCarriageReturn = false
        isLineEmpty = true
    }

    private mutating func returnCarriage(into sink: inout some CleanTextSink) {
        guard !isLineEmpty else { return }
        sink.newline()
        isLineEmpty = true
        isBehindCarriageReturn = true
    }

    private mutating func show(into sink: inout some CleanTextSink) {
        held.withUnsafeBufferPointer { sink.text($0) }
        held.removeAll(keepingCapacity: true)
        isLineEmpty = false
        isBehindCarriageReturn = false
    }

    private mutating func replace(into sink: inout some CleanTextSink) {
        held.removeAll(keepingCapacity: true)
        held += [0xef, 0xbf, 0xbd]
        state = .ground
        show(into: &sink)
    }
}
