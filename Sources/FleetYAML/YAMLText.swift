/// The lines of a YAML text, for showing where a fault is.
public struct YAMLText: Sendable {
    /// The lines, at least one, without their breaks and without a byte order mark.
    public let lines: [String]

    /// Decodes `bytes` as libyaml does: UTF-16 with a byte order mark, else UTF-8; what is not text
    /// becomes U+FFFD.
    public init(_ bytes: [UInt8]) { lines = YAMLText.split(YAMLText.decode(bytes[...])) }

    /// The line of that number, from 1, or `nil` behind the end.
    public func line(_ number: Int) -> String? {
        lines.indices.contains(number - 1) ? lines[number - 1] : nil
    }

    /// The position behind the last character, on the last line that has any.
    var end: YAMLMark {
        let last = lines.lastIndex { !$0.isEmpty } ?? 0
        return YAMLMark(line: last + 1, column: lines[last].unicodeScalars.count + 1)
    }

    /// The position of a byte, counted from the beginning of the file.
    static func mark(ofByte offset: Int, in bytes: [UInt8]) -> YAMLMark {
        // The mark decides the encoding, so it must be in the slice even where the slice is cut.
        let before = split(decode(bytes.prefix(offset)))
        return YAMLMark(
            line: max(before.count, 1), column: (before.last?.unicodeScalars.count ?? 0) + 1)
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) -> String {
        if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) {
            let (low, high) = bytes.first == 0xff ? (0, 1) : (1, 0)
            let body = Array(bytes.dropFirst(2))
            let units = stride(from: 0, to: body.count - 1, by: 2).map { (index: Int) -> UInt16 in
                UInt16(body[index + high]) << 8 | UInt16(body[index + low])
            }
            return String(decoding: units, as: UTF16.self)
        }
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        return String(
            decoding: bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes, as: UTF8.self)
    }

    /// Splits at YAML 1.1's line breaks, so that line numbers are libyaml's.
    private static func split(_ text: String) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var followsReturn = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where followsReturn: break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                lines.append(String(line))
                line = String.UnicodeScalarView()
            default: line.append(scalar)
            }
            followsReturn = scalar == "\r"
        }
        lines.append(String(line))
        return lines
    }
}
