/// The name of one step of a run; unique within that run.
public struct StepID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name, as the summary and the log's file name show it.
    public let name: String

    /// Creates an identifier, or `nil` unless `name` is 1...100 bytes of letters, digits, `.`, `_`, `+`
    /// and `-` that doesn't begin with `.` or `-`: it names files here and on the hosts.
    public init?(_ name: String) {
        guard
            1...100 ~= name.utf8.count,
            name.utf8.allSatisfy(StepID.allows),
            name.first != ".", name.first != "-"
        else { return nil }
        self.name = name
    }

    /// Creates an identifier from any text, each character that can't stand in one becoming `_`.
    ///
    /// A script's file name becomes its step's name this way.
    public init(cleaning text: String) {
        var bytes = text.utf8.prefix(100).map { StepID.allows($0) ? $0 : UInt8(ascii: "_") }
        if bytes.isEmpty || bytes[0] == UInt8(ascii: ".") || bytes[0] == UInt8(ascii: "-") {
            bytes = Array(([UInt8(ascii: "_")] + bytes).prefix(100))
        }
        self.name = String(decoding: bytes, as: UTF8.self)
    }

    /// Creates an identifier that nobody has taken: `name`, or `name+2`, `name+3`.
    package init(_ name: StepID, besides taken: inout Set<StepID>) {
        var unique = name
        var count = 2
        while !taken.insert(unique).inserted {
            unique = StepID(cleaning: "\(name.name.prefix(90))+\(count)")
            count += 1
        }
        self = unique
    }

    private static func allows(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"), UInt8(ascii: "+"):
            true
        default: false
        }
    }

    /// The name.
    public var description: String { name }

    /// Decodes a bare string.
    public init(from decoder: any Decoder) throws {
        self = try decoder.decodeName { StepID($0) }
    }

    /// Encodes a bare string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
