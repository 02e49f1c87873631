import FleetReport
import Testing

@Suite("The lines of one host")
struct JobTextTests {
    private let tag = LineTag(label: "web1")

    /// What is shown of `chunks` and of the output's end.
    private func show(_ chunks: [String], keepsStyles: Bool = true) -> String {
        var text = JobText(tag: tag, keepsStyles: keepsStyles)
        var batch: [UInt8] = []
        for chunk in chunks { text.append(Array(chunk.utf8), to: &batch) }
        text.finish(to: &batch)
        return visible(batch)
    }

    @Test(
        "are tagged, whole, and the same in any chunks",
        arguments: [
            ("one\ntwo\n", "web1 | one\nweb1 | two\n"), ("", ""), ("\n", "web1 |\n"),
            ("no end", "web1 | no end\n"), ("a\n\nb\n", "web1 | a\nweb1 |\nweb1 | b\n"),
            ("é漢\n", "web1 | é漢\n"), ("\ta\n", "web1 | \ta\n".replacing("\t", with: "^I")),
        ])
    func tagsLines(output: String, shown: String) {
        #expect(show([output]) == shown)
        #expect(show(output.map { "\($0)" }) == shown)
    }

    @Test("are held back until they are whole")
    func holdsBack() {
        var text = JobText(tag: tag, keepsStyles: true)
        var batch: [UInt8] = []
        text.append(Array("one\ntw".utf8), to: &batch)
        #expect(visible(batch) == "web1 | one\n")
        #expect(text.hasUnfinishedLine)
        text.append(Array("o\n".utf8), to: &batch)
        #expect(visible(batch) == "web1 | one\nweb1 | two\n")
        #expect(!text.hasUnfinishedLine)
    }

    @Test("shown before they are whole are visibly continued")
    func continues() {
        var text = JobText(tag: tag, keepsStyles: true)
        var batch: [UInt8] = []
        text.append(Array("Password: ".utf8), to: &batch)
        text.showUnfinishedLine(to: &batch)
        text.showUnfinishedLine(to: &batch)
        text.append(Array("thanks\nnext\n".utf8), to: &batch)
        #expect(visible(batch) == "web1 | Password: \nweb1 + thanks\nweb1 | next\n")
    }

    @Test("shown before they are whole need no empty line for their newline")
    func endsQuietly() {
        var text = JobText(tag: tag, keepsStyles: true)
        var batch: [UInt8] = []
        text.append(Array("done".utf8), to: &batch)
        text.showUnfinishedLine(to: &batch)
        text.append(Array("\n\nnext\n".utf8), to: &batch)
        #expect(visible(batch) == "web1 | done\nweb1 |\nweb1 | next\n")
    }

    @Test("of five megabytes come in pieces of bounded size, with every byte of them")
    func splitsLongLines() {
        var text = JobText(tag: tag, keepsStyles: true)
        var batch: [UInt8] = []
        var shown = 0
        var isFirst = true
        let chunk = Array(repeating: UInt8(ascii: "x"), count: 32_768)
        for _ in 0..<160 {
            text.append(chunk, to: &batch)
            for piece in batch.split(separator: UInt8(ascii: "\n")) {
                #expect(piece.starts(with: isFirst ? tag.beginning : tag.continuation))
                #expect(piece.count <= TaggedLineWriter.longestPiece + tag.beginning.count)
                shown += piece.count - tag.beginning.count
                isFirst = false
            }
            batch.removeAll()
        }
        text.append(Array("\n".utf8), to: &batch)
        shown += batch.isEmpty ? 0 : batch.count - tag.beginning.count - 1
        #expect(shown == 160 * 32_768)
    }

    @Test("are never split within a character")
    func splitsBetweenCharacters() {
        let output = String(repeating: "漢", count: 10_000)
        let shown = show([output])
        #expect(!shown.contains("\u{fffd}"))
        #expect(shown.count { $0 == "漢" } == 10_000)
        #expect(shown.count { $0 == "\n" } == 4)
    }

    @Test("give back the terminal's colours at their end and take their own up again")
    func containsColors() {
        #expect(
            show(["\u{1b}[31mred\nstill\u{1b}[0m\nplain\n"])
                == "web1 | ^[[31mred^[[0m\nweb1 | ^[[31mstill^[[m\nweb1 | plain\n")
    }

    @Test("carry no colours where none are wanted")
    func dropsColors() {
        #expect(show(["\u{1b}[31mred\n\u{1b}[1mx"], keepsStyles: false) == "web1 | red\nweb1 | x\n")
    }

    @Test("that set colours without end keep their state bounded")
    func boundsColors() {
        let output = String(repeating: "\u{1b}[38;2;1;2;3m", count: 10_000) + "\nx\n"
        let lines = show([output]).split(separator: "\n")
        #expect(lines.last.map { $0.count < 400 } == true)
    }

    @Test(
        "are safe and tagged, whatever the bytes and whenever they are shown",
        arguments: 0..<UInt64(100))
    func isSafe(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let likely = Array("\u{1b}[31m\u{1b}[0m\u{1b}]0;\r\n\t ab".utf8)
        var text = JobText(tag: tag, keepsStyles: true)
        var batch: [UInt8] = []
        for _ in 0..<60 {
            let chunk = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? likely.randomElement(using: &random) ?? 0
                    : UInt8.random(in: 0...255, using: &random)
            }
            text.append(chunk, to: &batch)
            if Int.random(in: 0..<5, using: &random) == 0 { text.showUnfinishedLine(to: &batch) }
            // What is handed over at any time ends with its line.
            #expect(batch.isEmpty || batch.last == UInt8(ascii: "\n"))
        }
        text.finish(to: &batch)
        #expect(danger(in: batch) == nil)
        for line in batch.split(separator: UInt8(ascii: "\n")) {
            #expect(line.starts(with: Array("web1 |".utf8)) || line.starts(with: tag.continuation))
            // No style that was set in a line is left on behind it.
            let styles = visible(Array(line)).split(separator: "^[[").dropFirst()
            #expect(styles.last.map { $0.hasPrefix("0m") || $0.hasPrefix("m") } ?? true)
        }
    }
}
