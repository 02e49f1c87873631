#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A known_hosts file that is being appended to, locked against other processes that do.
struct KnownHostsFile: ~Copyable {
    private let path: String
    private let descriptor: Int32

    /// Opens the file for the operator only, making it, and its folder, where there is none.
    init(appendingTo path: String) throws(SystemError) {
        let path = FileContent.expanded(path)
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            // It most often exists; if it can't be made, opening says so.
            mkdir(String(path[..<slash]), 0o700)
        }
        self.path = path
        descriptor = try KnownHostsFile.locked(path)
    }

    /// Opens and locks the file that has the name once the lock is held: another process may have replaced it
    /// while this one waited.
    private static func locked(_ path: String) throws(SystemError) -> Int32 {
        while true {
            let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw .last }
            var held = stat()
            var named = stat()
            guard flock(descriptor, LOCK_EX) == 0, fstat(descriptor, &held) == 0 else {
                let error = SystemError.last
                close(descriptor)
                throw error
            }
            if stat(path, &named) == 0, held.st_ino == named.st_ino, held.st_dev == named.st_dev {
                return descriptor
            }
            close(descriptor)
        }
    }

    deinit { close(descriptor) }

    /// What another process has added behind the first `length` bytes.
    func newContent(since length: Int) throws(SystemError) -> [UInt8] {
        guard lseek(descriptor, off_t(length), SEEK_SET) >= 0 else { throw .last }
        return try FileContent.read(descriptor, limit: 64 * 1024 * 1024).get()
    }

    /// Adds a line in one write, on a line of its own even if the last one has no end.
    func append(_ line: String) throws(SystemError) {
        var bytes = Array(line.utf8)
        if try !endsWithNewline() { bytes.insert(UInt8(ascii: "\n"), at: 0) }
        let count = write(descriptor, bytes, bytes.count)
        guard count == bytes.count else {
            throw count < 0 ? .last : SystemError(code: ENOSPC)
        }
    }

    /// Puts a file with `content` in this one's place: readers see the old one or the new one, whole.
    func replace(with content: [UInt8]) throws(SystemError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last }
        // A link to the file stays one: it is what it leads to that is replaced.
        guard let resolved = realpath(path, nil) else { throw .last }
        defer { free(resolved) }
        let target = String(cString: resolved)
        let fresh = "\(target).flotilla-\(getpid())"
        unlink(fresh)
        let file = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .last }
        let isWritten =
            write(file, content, content.count) == content.count
            && fchmod(file, status.st_mode & 0o7777) == 0 && fsync(file) == 0
        let error = SystemError.last
        close(file)
        guard isWritten, rename(fresh, target) == 0 else {
            let reason = isWritten ? SystemError.last : error
            unlink(fresh)
            throw reason
        }
    }

    private func endsWithNewline() throws(SystemError) -> Bool {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw .last }
        guard end > 0 else { return true }
        var last: UInt8 = 0
        guard pread(descriptor, &last, 1, end - 1) == 1 else { throw .last }
        return last == UInt8(ascii: "\n")
    }
}
