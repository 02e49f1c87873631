#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif
import Synchronization

/// An open file; its descriptor is closed with the last reference.
final class OpenFile: Sendable {
    let descriptor: Int32
    let path: String
    private let isClosed = Atomic(false)

    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { closeNow() }

    /// Closes it at once, whoever still refers to it; nothing more may be asked of it.
    func closeNow() {
        if !isClosed.exchange(true, ordering: .relaxed) { _ = close(descriptor) }
    }

    /// Its size in bytes.
    func size() throws(RecordError) -> UInt64 {
        var information = stat()
        guard fstat(descriptor, &information) == 0 else {
            throw RecordError(errno: errno, at: path)
        }
        return UInt64(clamping: information.st_size)
    }

    /// Fails unless it is a plain file: a pipe or a device in its place would block or swallow.
    func checkIsPlain() throws(RecordError) {
        var information = stat()
        guard fstat(descriptor, &information) == 0 else {
            throw RecordError(errno: errno, at: path)
        }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw RecordError(.notAFile, at: path, "is not a plain file")
        }
    }

    /// Writes all of `bytes` behind what is there.
    ///
    /// - Returns: How many bytes were written: all of them, or fewer with the reason why no more
    ///   could be.
    func append(_ bytes: UnsafeRawBufferPointer) -> (count: Int, failure: RecordError?) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = systemWrite(UnsafeRawBufferPointer(rebasing: rest))
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return (bytes.count - rest.count, RecordError(errno: errno, at: path))
            }
        }
        return (bytes.count, nil)
    }

    /// Reads up to `most` bytes from `offset` on; none at the end.
    func read(at offset: UInt64, most: Int) throws(RecordError) -> [UInt8] {
        var number: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
            var result = pread(descriptor, buffer.baseAddress, most, off_t(clamping: offset))
            while result < 0 && errno == EINTR {
                result = pread(descriptor, buffer.baseAddress, most, off_t(clamping: offset))
            }
            if result < 0 { number = errno }
            count = max(0, result)
        }
        guard number == 0 else { throw RecordError(errno: number, at: path) }
        return bytes
    }

    /// Reads all of it, up to `most` bytes.
    func readAll(most: Int) throws(RecordError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < most {
            let piece = try read(at: UInt64(bytes.count), most: min(65_536, most - bytes.count))
            if piece.isEmpty { return bytes }
            bytes += piece
        }
        guard try read(at: UInt64(bytes.count), most: 1).isEmpty else {
            throw RecordError(.damaged, at: path, "is larger than anything flotilla writes there")
        }
        return bytes
    }

    /// Cuts it to `size` bytes.
    func truncate(to size: UInt64) throws(RecordError) {
        guard ftruncate(descriptor, off_t(clamping: size)) == 0 else {
            throw RecordError(errno: errno, at: path)
        }
    }

    /// Locks it, until it is closed; the kernel frees the lock if the program dies.
    ///
    /// - Returns: Whether it could be had; `false` where another open file has it.
    func lock() throws(RecordError) -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw RecordError(errno: errno, at: path) }
        return false
    }

    /// Gives the lock back.
    func unlock() { _ = flock(descriptor, LOCK_UN) }

    /// Whether another open file has the lock.
    var isLockedElsewhere: Bool {
        flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Whether no folder holds it any more.
    var hasNoName: Bool {
        var information = stat()
        return fstat(descriptor, &information) == 0 && information.st_nlink == 0
    }

    /// Waits until its bytes are on the disk.
    ///
    /// Blocks: never on the cooperative pool.
    func synchronize() throws(RecordError) {
        while fsync(descriptor) != 0 {
            // EINVAL: a file system that has nothing to wait for.
            if errno == EINVAL || errno == ENOTSUP { return }
            guard errno == EINTR else { throw RecordError(errno: errno, at: path) }
        }
    }

    private func systemWrite(_ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
