/// A character beyond ASCII that must not reach a terminal.
package enum HiddenCharacter: Hashable, Sendable {
    /// A C1 control, U+0080...U+009F.
    case control(UInt8)
    /// A character that reorders or hides text.
    ///
    /// - U+061C, U+200E, U+200F, U+202A...U+202E, U+2066...U+2069: bidirectional marks, overrides,
    ///   isolates
    /// - U+200B, U+2060...U+2065, U+206A...U+206F, U+180E, U+FEFF: without width
    /// - U+2028, U+2029: line and paragraph ends that some terminals obey
    /// - U+FFF9...U+FFFB, U+E0000...U+E007F: annotations and tags, which nothing shows
    ///
    /// U+200C and U+200D stay: Persian and Indic text and emoji are written with them.
    case invisible

    /// Looks at one valid character of two to four bytes; `nil` for what may be shown.
    package init?(utf8 bytes: [UInt8]) {
        switch bytes.count {
        case 2:
            guard bytes[0] == 0xc2, bytes[1] < 0xa0 else {
                if bytes[0] == 0xd8 && bytes[1] == 0x9c { self = .invisible } else { return nil }
                return
            }
            self = .control(bytes[1])
        case 3, 4:
            guard HiddenCharacter.isInvisible(HiddenCharacter.scalar(bytes)) else { return nil }
            self = .invisible
        default: return nil
        }
    }

    private static func scalar(_ bytes: [UInt8]) -> UInt32 {
        let first = UInt32(bytes[0]) & (bytes.count == 3 ? 0x0f : 0x07)
        return bytes.dropFirst().reduce(first) { $0 << 6 | UInt32($1) & 0x3f }
    }

    private static func isInvisible(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x180e, 0x200b, 0x200e, 0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff,
            0xfff9...0xfffb, 0xe0000...0xe007f:
            true
        default: false
        }
    }
}
