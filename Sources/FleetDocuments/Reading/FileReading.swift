#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Why a file can't be read.
struct FileReadingError: Error, Hashable {
    let problem: String
    let remedy: String
}

/// Reads whole files of bounded size.
enum FileReading {
    /// The bytes of the file at `path`; it may be a pipe, such as `/dev/stdin` or a shell's `<(…)`.
    static func bytes(of path: String, most: Int) throws(FileReadingError) -> [UInt8] {
        guard path.isSystemPath else { throw refusal(by: ENOENT) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw refusal(by: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw refusal(by: errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw FileReadingError(problem: "this is a folder", remedy: "name a file in it")
        }
        var content: [UInt8] = []
        content.reserveCapacity(min(max(Int(status.st_size), 0), most) + 1)
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count == 0 { return content }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw refusal(by: errno)
            }
            guard content.count + count <= most else {
                throw FileReadingError(
                    problem: "this file is larger than \(most >> 20) MiB", remedy: "split it")
            }
            content += chunk[..<count]
        }
    }

    /// The first bytes of the file at `path`; none where it can't be read, which reading it will tell.
    static func start(of path: String, count: Int) -> [UInt8] {
        guard path.isSystemPath else { return [] }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        let length = read(descriptor, &bytes, count)
        return Array(bytes.prefix(max(length, 0)))
    }

    /// Whether the operator may run the file at `path`.
    static func mayBeRun(_ path: String) -> Bool { access(path, X_OK) == 0 }

    /// Whether only those can have written the file at `path` whom the operator trusts: themselves and root.
    ///
    /// Root trusts whoever owns a file, for in a container a checkout is often another user's.
    static func isInGoodHands(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IWOTH == 0 else { return false }
        return [0, geteuid()].contains(status.st_uid) || geteuid() == 0
    }

    private static func refusal(by code: Int32) -> FileReadingError {
        switch code {
        case ENOENT:
            FileReadingError(problem: "there is no such file", remedy: "check the path")
        case EACCES:
            FileReadingError(problem: "this file may not be read", remedy: "check its permissions")
        default:
            FileReadingError(
                problem: "this file can't be read (\(String(cString: strerror(code))))",
                remedy: "check the path")
        }
    }
}
