import FleetCore

/// Tells one output from another without keeping either: a hash and the size.
///
/// The hash is the standard library's SipHash under the process's random key, so that no host can
/// prepare an output that is taken for another's. It differs from process to process and is never
/// stored.
struct OutputDigest {
    /// What two outputs have in common if, and only if (but for one chance in 2⁶⁴), they are the
    /// same.
    struct Value: Hashable {
        /// The end of the output.
        let end: SpoolOffset
        let hash: Int
    }

    private var hasher = Hasher()
    /// How much has been added.
    private(set) var end = SpoolOffset()
    /// Bytes that don't fill a block yet; blocks of one size make the hash independent of how the
    /// output was cut into pieces.
    private var block: [UInt8] = []

    private static let blockSize = 4_096

    /// The digest of the bytes so far.
    var value: Value {
        var hasher = hasher
        block.withUnsafeBytes { hasher.combine(bytes: $0) }
        return Value(end: end, hash: hasher.finalize())
    }

    mutating func add(_ bytes: [UInt8]) {
        end.advance(by: bytes.count)
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = rest.prefix(OutputDigest.blockSize - block.count)
            block += part
            rest = rest.dropFirst(part.count)
            guard block.count == OutputDigest.blockSize else { continue }
            block.withUnsafeBytes { hasher.combine(bytes: $0) }
            block.removeAll(keepingCapacity: true)
        }
    }
}
