/// What differs after a reboot; compared as text, never as a time, for clocks step.
///
/// - Source: `/proc/sys/kernel/random/boot_id`, else `kern.boottime`, else `uptime -s` (REMOTE.md).
public struct BootIdentity: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The text that the host gave.
    public let text: String

    /// Wraps the text that a host gave.
    public init(_ text: String) { self.text = text }

    /// The text.
    public var description: String { text }

    /// Decodes a bare string.
    public init(from decoder: any Decoder) throws {
        self.text = try decoder.singleValueContainer().decode(String.self)
    }

    /// Encodes a bare string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
