/// The name that an inventory gives to one host; unique within that inventory.
public struct HostID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name as written in the file.
    public let name: String

    /// Creates an identifier, or `nil` unless `name` is 1...253 bytes of visible ASCII that can name a
    /// folder and can't be taken for a flag: no `/`, no leading `-` or `.`.
    public init?(_ name: String) {
        let visible = UInt8(ascii: "!")...UInt8(ascii: "~")
        guard
            1...253 ~= name.utf8.count,
            name.utf8.allSatisfy({ visible.contains($0) && $0 != UInt8(ascii: "/") }),
            name.first != "-", name.first != "."
        else { return nil }
        self.name = name
    }

    /// The name.
    public var description: String { name }

    /// Decodes a bare string.
    public init(from decoder: any Decoder) throws {
        self = try decoder.decodeName(HostID.init)
    }

    /// Encodes a bare string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
