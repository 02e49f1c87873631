/// The checksum that `cksum` prints, the one checksum that every host can compute.
///
/// - Source: POSIX, `cksum`: CRC-32 with polynomial 0x04C11DB7, most significant bit first, over the bytes and
///   then their count, least significant byte first.
package struct PosixChecksum: Hashable, Sendable {
    private var register: UInt32 = 0
    private var count: UInt64 = 0

    /// Creates the checksum of no bytes.
    package init() {}

    /// Takes in more bytes.
    package mutating func update(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            register = PosixChecksum.next(register, byte)
            count += 1
        }
    }

    /// The checksum of what was taken in.
    package var value: UInt32 {
        var result = register
        var rest = count
        while rest > 0 {
            result = PosixChecksum.next(result, UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
        return ~result
    }

    /// The checksum of `bytes`.
    package static func of(_ bytes: [UInt8]) -> UInt32 {
        var checksum = PosixChecksum()
        checksum.update(bytes)
        return checksum.value
    }

    private static func next(_ register: UInt32, _ byte: UInt8) -> UInt32 {
        (register << 8) ^ table[Int(register >> 24) ^ Int(byte)]
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index) << 24) { value, _ in
            value & 0x8000_0000 == 0 ? value << 1 : (value << 1) ^ 0x04C1_1DB7
        }
    }
}
