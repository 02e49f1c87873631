/// Reads the data types of the SSH protocol from bytes that someone else wrote.
///
/// - Source: RFC 4251, section 5.
struct SSHReader {
    /// What has not been read yet.
    private(set) var rest: ArraySlice<UInt8>

    /// Reads `bytes` from their start.
    init(_ bytes: some Sequence<UInt8>) { rest = ArraySlice(bytes) }

    /// Whether all has been read.
    var isAtEnd: Bool { rest.isEmpty }

    /// Reads one byte, or `nil` at the end.
    mutating func byte() -> UInt8? { rest.popFirst() }

    /// Reads `count` bytes, or `nil` where fewer are left.
    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// Reads a big-endian number of four bytes.
    mutating func uint32() -> UInt32? {
        bytes(4)?.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Reads a length and as many bytes.
    mutating func string() -> ArraySlice<UInt8>? {
        guard let count = uint32() else { return nil }
        return bytes(Int(count))
    }

    /// Reads a length and as many bytes as text.
    mutating func text() -> String? {
        string().map { String(decoding: $0, as: UTF8.self) }
    }

    /// Reads a number of any length, big-endian, without the leading zero that marks it as positive.
    mutating func magnitude() -> ArraySlice<UInt8>? {
        string()?.drop { $0 == 0 }
    }
}
