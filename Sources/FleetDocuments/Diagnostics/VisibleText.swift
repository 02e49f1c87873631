/// Makes text from a file fit for a message on a terminal.
enum VisibleText {
    /// The most scalars of a message: a key or a value may be as long as its file.
    private static let most = 400

    /// `text` without anything that a terminal obeys, and cut in the middle where it is very long.
    static func of(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > most || !scalars.allSatisfy(\.isVisible) else { return text }
        var visible = String.UnicodeScalarView()
        let isLong = scalars.count > most
        let parts =
            isLong
            ? Array(scalars.prefix(most / 2)) + ["…"] + scalars.suffix(most / 2) : Array(scalars)
        visible.append(contentsOf: parts.lazy.map { $0.isVisible ? $0 : "\u{fffd}" })
        return String(visible)
    }
}

extension Unicode.Scalar {
    /// Whether a terminal shows it, and does nothing else with it.
    var isVisible: Bool {
        // Almost all of a file is ASCII, and its properties are quick to know.
        if value < 0x7f { return value >= 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .unassigned,
            .privateUse:
            false
        default: true
        }
    }

    /// How many columns of a terminal it takes: 0, 1 or 2.
    ///
    /// - Source: Unicode's EastAsianWidth.txt, its W and F blocks; combining marks take none.
    var columns: Int {
        if value < 0x300 { return 1 }
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
