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
    ///
    /// - Parameter shard: The part of the fleet that it is for, which its text then tells: `…-k3fq-0of8`.
    public init(
        beginningAt time: Timestamp, of shard: Shard? = nil,
        using random: inout some RandomNumberGenerator
    ) {
        let mark = shard.map { "-\($0.index)of\($0.count)" }
        self.init(at: time, mark: mark ?? "", using: &random)
    }

    /// Creates the identity of a report of several runs that is made at `time`: `20261125-091116-k3fq-merged`.
    public static func merging(
        at time: Timestamp, using random: inout some RandomNumberGenerator
    ) -> RunID {
        RunID(at: time, mark: "-merged", using: &random)
    }

    private init(
        at time: Timestamp, mark: String, using random: inout some RandomNumberGenerator
    ) {
        // Letters that can't be misread for one another or for a digit.
        let letters = Array("abcdefghjkmnpqrstuvwxyz")
        let suffix = String(
            (0..<4).map { _ in letters[Int.random(in: letters.indices, using: &random)] })
        // 2026-11-25T09:11:16.123Z: the digits of the date and of the time.
        let digits = time.description.utf8.filter { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        let date = String(decoding: digits.prefix(8), as: UTF8.self)
        let clock = String(decoding: digits.dropFirst(8).prefix(6), as: UTF8.self)
        self.text = "\(date)-\(clock)-\(suffix)\(mark)"
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
