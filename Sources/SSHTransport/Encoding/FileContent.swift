#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why the system refused something, by errno.
struct SystemError: Error {
    /// The errno.
    let code: Int32

    /// The errno of the call that has just failed.
    static var last: SystemError { SystemError(code: errno) }

    /// The system's own words, such as `Permission denied`.
    var message: String { String(cString: strerror(code)) }
}

/// A file's bytes, and what the system says of the file that they were read from.
struct FileContent {
    /// The bytes.
    let bytes: [UInt8]
    /// The permission bits, such as 0o600.
    let mode: UInt32
    /// The user that owns the file.
    let owner: uid_t

    /// Reads the file at `path`, a leading `~/` being the user's home.
    ///
    /// - Parameter limit: The most bytes that are read; a longer file fails with `EFBIG`.
    static func read(_ path: String, limit: Int) -> Result<FileContent, SystemError> {
        let descriptor = open(expanded(path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(.last) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failure(.last) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            return .failure(SystemError(code: EISDIR))
        }
        switch read(descriptor, limit: limit) {
        case .failure(let error): return .failure(error)
        case .success(let bytes):
            return .success(
                FileContent(
                    bytes: bytes, mode: UInt32(status.st_mode) & 0o7777, owner: status.st_uid))
        }
    }

    /// Reads `descriptor` from where it stands to its end.
    static func read(_ descriptor: Int32, limit: Int) -> Result<[UInt8], SystemError> {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, &chunk, chunk.count)
            #else
                let count = Darwin.read(descriptor, &chunk, chunk.count)
            #endif
            if count < 0 {
                if errno == EINTR { continue }
                return .failure(.last)
            }
            if count == 0 { return .success(bytes) }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else { return .failure(SystemError(code: EFBIG)) }
        }
    }

    /// `path` with a leading `~/` replaced by the user's home.
    static func expanded(_ path: String) -> String {
        guard path.hasPrefix("~/") else { return path }
        return home + path.dropFirst(1)
    }

    /// The user's home: `$HOME`, else what the user database says.
    static var home: String {
        if let home = getenv("HOME"), home.pointee != 0 { return String(cString: home) }
        guard let entry = getpwuid(getuid()), let home = entry.pointee.pw_dir else { return "/" }
        return String(cString: home)
    }
}

extension SystemError {
    /// Whether there is no such file.
    var isAbsence: Bool { code == ENOENT || code == ENOTDIR }
}
