/// A line of a file with a caret under one column, cut to a width that a terminal shows.
struct CaretExcerpt: CustomStringConvertible {
    let line: String
    /// In Unicode scalars, from 1.
    let column: Int

    /// How many scalars are shown before and behind the caret.
    private static let reach = 60

    /// Two lines; tabs are kept in both, so the caret stands right at any tab width.
    var description: String {
        let scalars = Array(line.unicodeScalars)
        let caret = min(max(column - 1, 0), scalars.count)
        let start = max(caret - CaretExcerpt.reach, 0)
        let end = min(caret + CaretExcerpt.reach, scalars.count)
        var text = start > 0 ? "…" : ""
        var padding = start > 0 ? " " : ""
        for index in start..<end {
            // A control character would move the cursor of whoever reads the message.
            let isSafe = scalars[index] == "\t" || scalars[index].properties.isPrintable
            let scalar = isSafe ? scalars[index] : "\u{fffd}"
            text.unicodeScalars.append(scalar)
            guard index < caret else { continue }
            padding += scalar == "\t" ? "\t" : String(repeating: " ", count: scalar.columns)
        }
        if end < scalars.count { text += "…" }
        return "  \(text)\n  \(padding)^"
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isPrintable: Bool {
        switch generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .unassigned,
            .privateUse:
            false
        default: true
        }
    }
}

extension Unicode.Scalar {
    /// How many columns of a terminal the scalar takes: 0, 1 or 2.
    ///
    /// - Source: Unicode's EastAsianWidth.txt, its W and F blocks; combining marks take none.
    var columns: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        switch value {
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff,
            0xa000...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
            0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f680...0x1f6ff,
            0x1f900...0x1f9ff, 0x20000...0x3fffd:
            return 2
        default: return 1
        }
    }
}
