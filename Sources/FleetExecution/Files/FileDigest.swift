import Crypto

/// What the bytes of a file come to, by one of the algorithms that hosts have.
struct FileDigest: Hashable, Sendable {
    /// An algorithm.
    enum Algorithm: Hashable, Sendable {
        /// SHA-256.
        case sha256
        /// POSIX's `cksum`, which tells accidents and no malice.
        case posix
    }

    let algorithm: Algorithm
    let bytes: [UInt8]
}

/// The digest of bytes that come one piece after the other.
struct DigestMeter: Sendable {
    private enum State {
        case sha256(SHA256)
        case posix(PosixChecksum)
    }

    private var state: State

    /// Begins with no bytes.
    init(_ algorithm: FileDigest.Algorithm) {
        switch algorithm {
        case .sha256: state = .sha256(SHA256())
        case .posix: state = .posix(PosixChecksum())
        }
    }

    /// Takes in more bytes.
    mutating func update(_ bytes: some Sequence<UInt8>) {
        switch state {
        case .sha256(var hash):
            // One owner: a copy of the state would be made with each piece.
            state = .posix(PosixChecksum())
            let whole: Void? = bytes.withContiguousStorageIfAvailable {
                hash.update(bufferPointer: UnsafeRawBufferPointer($0))
            }
            if whole == nil { hash.update(data: Array(bytes)) }
            state = .sha256(hash)
        case .posix(var checksum):
            checksum.update(bytes)
            state = .posix(checksum)
        }
    }

    /// The digest of what was taken in.
    var digest: FileDigest {
        switch state {
        case .sha256(let hash): FileDigest(algorithm: .sha256, bytes: Array(hash.finalize()))
        case .posix(let checksum):
            FileDigest(
                algorithm: .posix, bytes: withUnsafeBytes(of: checksum.value.bigEndian, Array.init))
        }
    }
}
