/// Writes the data types of the SSH protocol.
///
/// - Source: RFC 4251, section 5.
struct SSHWriter {
    /// What has been written.
    private(set) var bytes: [UInt8] = []

    /// Writes one byte.
    mutating func byte(_ value: UInt8) { bytes.append(value) }

    /// Writes a big-endian number of four bytes.
    mutating func uint32(_ value: UInt32) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Writes a length and the bytes.
    mutating func string(_ value: some Collection<UInt8>) {
        uint32(UInt32(value.count))
        bytes.append(contentsOf: value)
    }

    /// Writes a length and the bytes of a text.
    mutating func string(_ value: String) { string(value.utf8) }

    /// Writes a positive number, big-endian, given without regard to leading zeros.
    mutating func magnitude(_ value: some Collection<UInt8>) {
        let significant = value.drop { $0 == 0 }
        // A first bit of one would mean that the number is negative.
        let needsZero = (significant.first ?? 0) & 0x80 != 0
        uint32(UInt32(significant.count + (needsZero ? 1 : 0)))
        if needsZero { bytes.append(0) }
        bytes.append(contentsOf: significant)
    }
}
