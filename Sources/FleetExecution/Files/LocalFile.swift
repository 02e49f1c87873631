#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A plain file of this machine, opened once: what is read of it is one file, whatever happens to its name.
final class LocalFile: Sendable {
    let path: LocalPath
    private let descriptor: Int32

    private init(path: LocalPath, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { _ = close(descriptor) }

    /// Opens a file that is pushed.
    ///
    /// - Parameter followsLink: whether the operator has named it: then it may be a link.
    static func reading(
        _ path: LocalPath, followsLink: Bool
    ) throws(FileTransferError) -> LocalFile {
        try open(path, O_RDONLY | (followsLink ? 0 : O_NOFOLLOW))
    }

    /// Opens a file that is fetched, 0600, having made it where it is missing.
    static func writing(_ path: LocalPath) throws(FileTransferError) -> LocalFile {
        try open(path, O_RDWR | O_CREAT | O_NOFOLLOW)
    }

    private static func open(
        _ path: LocalPath, _ flags: Int32
    ) throws(FileTransferError) -> LocalFile {
        // O_NONBLOCK, lest opening a pipe waits for ever; on a plain file it means nothing.
        let flags = flags | O_CLOEXEC | O_NONBLOCK
        let descriptor = path.withSystemPath { systemOpen($0, flags) }
        guard descriptor >= 0 else { throw .here(errno, path) }
        let file = LocalFile(path: path, descriptor: descriptor)
        guard try file.status().kind == .file else {
            throw FileTransferError(.wrongKind, "'\(path)' here is not a plain file")
        }
        return file
    }

    /// What the system says of it now.
    func status() throws(FileTransferError) -> FileStatus {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .here(errno, path) }
        return FileStatus(status)
    }

    /// Reads up to `most` bytes from `offset` on; none at the end.
    func read(at offset: UInt64, most: Int) throws(FileTransferError) -> [UInt8] {
        var number: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
            var result = pread(descriptor, buffer.baseAddress, most, off_t(clamping: offset))
            while result < 0 && errno == EINTR {
                result = pread(descriptor, buffer.baseAddress, most, off_t(clamping: offset))
            }
            if result < 0 { number = errno }
            count = max(0, result)
        }
        guard number == 0 else { throw .here(number, path) }
        return bytes
    }

    /// Writes all of `bytes` from `offset` on.
    func write(_ bytes: ArraySlice<UInt8>, at offset: UInt64) throws(FileTransferError) {
        var rest = bytes
        var offset = offset
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(clamping: offset))
            }
            if count >= 0 {
                rest = rest.dropFirst(count)
                offset += UInt64(count)
            } else if errno != EINTR {
                throw .here(errno, path)
            }
        }
    }

    /// Cuts it to `size` bytes.
    func truncate(to size: UInt64) throws(FileTransferError) {
        guard ftruncate(descriptor, off_t(clamping: size)) == 0 else { throw .here(errno, path) }
    }

    /// What its first `count` bytes come to, as a meter that goes on behind them.
    func meter(
        _ algorithm: FileDigest.Algorithm, first count: UInt64
    ) throws(FileTransferError) -> DigestMeter {
        var meter = DigestMeter(algorithm)
        var offset: UInt64 = 0
        while offset < count {
            let piece = try read(at: offset, most: Int(min(count - offset, LocalFile.piece)))
            guard !piece.isEmpty else {
                throw FileTransferError(.changed, "'\(path)' here became shorter meanwhile")
            }
            meter.update(piece)
            offset += UInt64(piece.count)
        }
        return meter
    }

    /// How many bytes are read at once: each time costs two changes of thread.
    static let piece: UInt64 = 1_048_576

    /// Waits until it is on the disk, and gives it its name in place of what had it.
    func settle(as target: LocalPath) throws(FileTransferError) {
        while fsync(descriptor) != 0 {
            // EINVAL: a file system that has nothing to wait for.
            if errno == EINVAL || errno == ENOTSUP { break }
            guard errno == EINTR else { throw .here(errno, path) }
        }
        let isRenamed = path.withSystemPath { old in
            target.withSystemPath { rename(old, $0) == 0 }
        }
        guard isRenamed else { throw .here(errno, target) }
    }

    private static func systemOpen(_ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32 {
        #if canImport(Darwin)
            Darwin.open(path, flags, 0o600)
        #elseif canImport(Musl)
            Musl.open(path, flags, 0o600)
        #else
            Glibc.open(path, flags, 0o600)
        #endif
    }
}
