/// How many bytes of a job's output have been received and logged.
///
/// - Units: bytes from the start of the job's spool, not of the connection.
public struct SpoolOffset: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// The number of bytes.
    public private(set) var bytes: UInt64

    /// Creates an offset; the start of the spool unless said otherwise.
    public init(bytes: UInt64 = 0) { self.bytes = bytes }

    /// Moves on by `count` bytes.
    public mutating func advance(by count: Int) { bytes += UInt64(count) }

    /// Orders by position.
    public static func < (left: SpoolOffset, right: SpoolOffset) -> Bool {
        left.bytes < right.bytes
    }

    /// The number.
    public var description: String { "\(bytes)" }

    /// Decodes a bare number.
    public init(from decoder: any Decoder) throws {
        self.bytes = try decoder.singleValueContainer().decode(UInt64.self)
    }

    /// Encodes a bare number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(bytes)
    }
}
