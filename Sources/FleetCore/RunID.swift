/// The identity of one run: everything that one `flotilla run` or `play` did.
///
/// Its text is the time it began and four random letters, `20261125-091116-k3fq`: it sorts by time, names the
/// run's folder here and on the hosts, and can be typed.
public struct RunID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The text.
    public let text: String

    /// Creates an identity from its text, or `nil` unless it is 1...64 bytes of lower-case letters, digits
    /// and `-`, not beginning with `-`.
    public init?(_ text: String) {
        let isAllowed: (UInt8) -> Bool = {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard 1...64 ~= text.utf8.count, text.utf8.allSatisfy(isAllowed), text.first != "-"
        else { return nil }
        self.text = text
    }

    /// Creates the identity of a run that begins at `time`.
    public init(beginningAt time: Timestamp, using random: inout some RandomNumberGenerator) {
        // Letters that can't be misread for one another or for a digit.
        let letters = Array("abcdefghjkmnpqrstuvwxyz")
        let suffix = String(
            (0..<4).map { _ in letters[Int.random(in: letters.indices, using: &random)] })
        // 2026-11-25T09:11:16.123Z: the digits of the date and of the time.
        let digits = time.description.utf8.filter { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        let date = String(decoding: digits.prefix(8), as: UTF8.self)
        let clock = String(decoding: digits.dropFirst(8).prefix(6), as: UTF8.self)
        self.text = "\(date)-\(clock)-\(suffix)"
    }

    /// The text.
    public var description: String { text }

    /// Decodes a bare string.
    public init(from decoder: any Decoder) throws {
        self = try decoder.decodeName(RunID.init)
    }

    /// Encodes a bare string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
