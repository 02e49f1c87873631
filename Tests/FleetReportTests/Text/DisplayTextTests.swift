import FleetReport
import Testing

@Suite("Foreign text for a person")
struct DisplayTextTests {
    @Test(
        "is one safe line",
        arguments: [
            ("plain", "plain"), ("two\nlines\r\n", "two lines"), ("a\tb", "a b"),
            ("\u{1b}]0;t\u{7}x\u{1b}[31my", "xy"), ("", ""),
        ])
    func isOneLine(text: String, line: String) { #expect(DisplayText.line(text) == line) }

    @Test(
        "is cut with a sign of it",
        arguments: [
            ("abcdef", 6, "abcdef"), ("abcdef", 5, "ab..."), ("abcdef", 3, "abc"), ("abc", 0, ""),
            ("abc", -1, ""),
        ])
    func isCut(text: String, columns: Int, cut: String) {
        #expect(DisplayText.cut(text, to: columns) == cut)
    }

    @Test(
        "is wrapped at blanks, and within a word only where it must be",
        arguments: [
            ("one two three", ["one two", "three"]), ("", [""]),
            ("abcdefghijklm no", ["abcdefghij", "klm no"]),
            ("a bcdefghijklm", ["a", "bcdefghijk", "lm"]),
        ])
    func isWrapped(text: String, lines: [String]) {
        #expect(DisplayText.wrap(text, to: 10) == lines)
    }

    @Test(
        "is wrapped without counting a long word again for each of its lines",
        .timeLimit(.minutes(1)))
    func wrapsLongWords() {
        // Where each line is counted from, this takes hours.
        let word = String(repeating: "re\u{e9}", count: 500_000)
        let lines = DisplayText.wrap(word, to: 10)
        #expect(lines.count == 150_000)
        #expect(lines.joined() == word)
    }
}
