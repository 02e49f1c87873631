/// A line of a file with a caret under one column, cut to what a terminal shows on one line.
struct CaretExcerpt: CustomStringConvertible {
    let line: String
    /// In Unicode scalars, from 1.
    let column: Int

    /// The longest line that is shown whole.
    private static let width = 100
    /// How many scalars of a longer one are shown on either side of the caret.
    private static let reach = 40

    /// Two lines; tabs are kept in both, so the caret stands right at any tab width.
    var description: String {
        // A line may be megabytes long, and there may be a hundred mistakes on it.
        let needed = max(column + CaretExcerpt.reach, CaretExcerpt.width + 1)
        let scalars = Array(line.unicodeScalars.prefix(needed))
        let caret = min(max(column - 1, 0), scalars.count)
        let isLong = scalars.count > CaretExcerpt.width
        let start = isLong ? max(caret - CaretExcerpt.reach, 0) : 0
        let end = isLong ? min(caret + CaretExcerpt.reach, scalars.count) : scalars.count
        var text = start > 0 ? "…" : ""
        var padding = start > 0 ? " " : ""
        for index in start..<end {
            // A control character would move the cursor of whoever reads the message.
            let isSafe = scalars[index] == "\t" || scalars[index].isVisible
            let scalar = isSafe ? scalars[index] : "\u{fffd}"
            text.unicodeScalars.append(scalar)
            guard index < caret else { continue }
            padding += scalar == "\t" ? "\t" : String(repeating: " ", count: scalar.columns)
        }
        if end < scalars.count { text += "…" }
        return "  \(text)\n  \(padding)^"
    }
}
