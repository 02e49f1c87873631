#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A known_hosts file that is being appended to, locked against other processes that do.
struct KnownHostsFile: ~Copyable {
    private let descriptor: Int32

    /// Opens the file for the operator only, making it, and its folder, where there is none.
    init(appendingTo path: String) throws(SystemError) {
        let path = FileContent.expanded(path)
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            // It most often exists; if it can't be made, opening says so.
            mkdir(String(path[..<slash]), 0o700)
        }
        descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last }
        guard flock(descriptor, LOCK_EX) == 0 else {
            let error = SystemError.last
            close(descriptor)
            throw error
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

    private func endsWithNewline() throws(SystemError) -> Bool {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw .last }
        guard end > 0 else { return true }
        var last: UInt8 = 0
        guard pread(descriptor, &last, 1, end - 1) == 1 else { throw .last }
        return last == UInt8(ascii: "\n")
    }
}
