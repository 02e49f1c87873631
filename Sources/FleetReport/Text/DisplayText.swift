/// Text for a person, made safe and measured.
package enum DisplayText {
    /// One line of foreign text (a server's message, a notice) with everything removed that a
    /// terminal obeys; line ends become blanks.
    package static func line(_ text: String) -> String {
        var sanitizer = TerminalSanitizer()
        var sink = CleanBytes(keepsStyles: false)
        Array(text.utf8).withUnsafeBufferPointer { sanitizer.clean($0, into: &sink) }
        sanitizer.finish(into: &sink)
        let parts = sink.bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\t") }
        return parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }

    /// A text of several lines, our own colours in it, without anything else that a terminal obeys.
    package static func lines(_ text: String) -> String {
        var sanitizer = TerminalSanitizer()
        var sink = CleanBytes()
        Array(text.utf8).withUnsafeBufferPointer { sanitizer.clean($0, into: &sink) }
        sanitizer.finish(into: &sink)
        return String(decoding: sink.bytes, as: UTF8.self)
    }

    /// The text cut to `columns`, its last three being `...` where something is missing.
    package static func cut(_ text: String, to columns: Int) -> String {
        guard text.count > columns else { return text }
        guard columns > 3 else { return String(text.prefix(max(0, columns))) }
        return text.prefix(columns - 3) + "..."
    }

    /// The text in lines of at most `columns`, broken at blanks; a longer word is broken where it
    /// must.
    package static func wrap(_ text: String, to columns: Int) -> [String] {
        let width = max(10, columns)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            var word = word[...]
            if !line.isEmpty && line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            // What is left is not counted each time: a word may be as long as a host likes.
            while line.isEmpty,
                let end = word.index(word.startIndex, offsetBy: width, limitedBy: word.endIndex),
                end < word.endIndex
            {
                lines.append(String(word[..<end]))
                word = word[end...]
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }

    /// The text with blanks behind it up to `columns`.
    package static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - text.count))
    }
}
