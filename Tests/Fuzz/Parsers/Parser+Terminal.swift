import FleetCore
import FleetReport
import Foundation

/// What makes a host's output fit for a terminal, and for programs.
extension Parser {
    private static let outputs = [
        "plain text\nand more\n", "A\u{1b}]0;title\u{7}Z\n", "A\u{1b}[1;31mred\u{1b}[m\r\n",
        "10%\r20%\r\u{1b}[K100%\n", "A\u{1b}Pq#0~~\u{1b}\\Z", "日本 é 👩\u{200d}🚀 \u{202e}abc\n",
        "A\u{9b}2J\u{85}Z", "\u{1b}[38;2;1;2;3;4:3m\u{1b}[?1049h\u{1b}(0lqk\u{e}x\u{f}\n",
    ]
    private static let controls = [
        "\u{1b}", "\u{1b}[", "\u{1b}]", "\u{1b}P", "\u{1b}\\", "\u{7}", "\u{18}", "\u{1a}", "\r",
        "\n",
        "m", ";", ":", "38;5;", "0m", "\u{9b}", "\u{9d}", "\u{9c}", "\u{202e}", "\u{8}", "\t",
        "\u{7f}",
        "é", "漢", "😀", "k", "_", "^", "X",
    ]

    static let terminal = Parser("terminal", samples: outputs, words: controls) { input, random in
        func cleaned(_ chunks: [[UInt8]]) -> [UInt8] {
            var sanitizer = TerminalSanitizer()
            var sink = CleanBytes()
            for chunk in chunks {
                chunk.withUnsafeBufferPointer { sanitizer.clean($0, into: &sink) }
            }
            sanitizer.finish(into: &sink)
            return sink.bytes
        }
        let whole = cleaned([input])
        if whole != cleaned(Chunks.of(input, &random)) { return .wrong("torn, it is another text") }
        if cleaned([whole]) != whole { return .wrong("what is clean is cleaned again") }
        return .accepted.unless(TerminalDanger.found(in: whole))
    }

    static let lines = Parser("lines", samples: outputs, words: controls) { input, random in
        let tag = LineTag(label: "web1")
        func written(_ chunks: [[UInt8]]) -> [UInt8] {
            var text = JobText(tag: tag, keepsStyles: true)
            var batch: [UInt8] = []
            for chunk in chunks { text.append(chunk, to: &batch) }
            text.finish(to: &batch)
            return batch
        }
        let whole = written([input])
        if whole != written(Chunks.of(input, &random)) {
            return .wrong("torn, these are other lines")
        }
        for line in whole.split(separator: UInt8(ascii: "\n")) where !isTagged(line) {
            return .wrong("a line without its tag")
        }
        let isWhole = whole.last.map { $0 == UInt8(ascii: "\n") } ?? true
        if !isWhole { return .wrong("the last line has no end") }
        return .accepted.unless(TerminalDanger.found(in: whole))
    }

    private static func isTagged(_ line: ArraySlice<UInt8>) -> Bool {
        ["web1 |", "web1 +"].contains { line.starts(with: $0.utf8) }
    }

    static let jsonLines = Parser("json-lines", samples: outputs, words: controls) {
        input, random in
        func written(_ chunks: [[UInt8]]) -> [UInt8] {
            var lines = JobJSONLines(job: someJob)
            var batch: [UInt8] = []
            let time = Timestamp(milliseconds: 0)
            for chunk in chunks { lines.append(chunk, at: time, to: &batch) }
            lines.finish(at: time, to: &batch)
            return batch
        }
        let whole = written([input])
        if whole != written(Chunks.of(input, &random)) {
            return .wrong("torn, these are other lines")
        }
        let hasControl = whole.contains { $0 < 0x20 && $0 != 0x0a || $0 == 0x7f }
        if hasControl { return .wrong("a control byte") }
        // The library's reader of JSON takes many times as long as the writing.
        guard random.below(8) == 0 else { return .accepted }
        for line in whole.split(separator: UInt8(ascii: "\n"))
        where (try? JSONSerialization.jsonObject(with: Data(line))) == nil {
            return .wrong("a line that is no JSON")
        }
        return .accepted
    }

    static let display = Parser("display", samples: outputs, words: controls) { input, random in
        let line = DisplayText.line(String(decoding: input, as: UTF8.self))
        if line.contains("\n") || DisplayText.line(line) != line { return .wrong("it is no line") }
        let columns = random.below(120)
        _ = DisplayText.cut(line, to: columns)
        _ = DisplayText.wrap(line, to: columns)
        return .accepted.unless(TerminalDanger.found(in: line.utf8))
    }

    static let someJob: JobID = {
        guard let host = HostID("web1"), let step = StepID("patch") else {
            preconditionFailure("they are names")
        }
        return JobID(host: host, step: step)
    }()
}
