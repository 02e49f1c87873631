import FleetCore

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A path on this machine, as bytes: what a host names need not be text.
struct LocalPath: Hashable, Sendable {
    let bytes: [UInt8]

    /// Takes a path as people write it; it must not hold a NUL.
    init(_ text: String) { bytes = Array(text.utf8) }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// The entry `name` of this folder.
    func appending(_ name: FileName) -> LocalPath {
        LocalPath(bytes: bytes + [UInt8(ascii: "/")] + name.bytes)
    }

    /// Gives the path as the system takes it.
    func withSystemPath<Value>(_ body: (UnsafePointer<CChar>) -> Value) -> Value {
        let characters = bytes.map { CChar(bitPattern: $0) } + [0]
        return characters.withUnsafeBufferPointer { buffer in
            // An array that ends with a zero is never empty.
            guard let start = buffer.baseAddress else { preconditionFailure("no path") }
            return body(start)
        }
    }

    /// What stands there; a link is one, unless it is followed.
    func status(followingLink: Bool) throws(FileTransferError) -> FileStatus {
        var status = stat()
        let result = withSystemPath { followingLink ? stat($0, &status) : lstat($0, &status) }
        guard result == 0 else { throw .here(errno, self) }
        return FileStatus(status)
    }

    /// What stands there, a link being one; `nil` where nothing does.
    func statusIfAny() throws(FileTransferError) -> FileStatus? {
        do throws(FileTransferError) {
            return try status(followingLink: false)
        } catch  where error.code == .notFound {
            return nil
        }
    }

    /// Makes a folder there, 0700, unless there is one.
    func makeFolder() throws(FileTransferError) {
        guard withSystemPath({ mkdir($0, 0o700) }) != 0 else { return }
        guard errno == EEXIST else { throw .here(errno, self) }
        guard try status(followingLink: false).kind == .folder else {
            throw .here(ENOTDIR, self)
        }
    }

    /// Removes a file behind a failure, whose reason is what is told.
    func discard() async {
        do throws(FileTransferError) {
            try await BlockingWork.run { () throws(FileTransferError) in
                guard withSystemPath({ unlink($0) }) == 0 else { throw .here(errno, self) }
            }
        } catch {
            // It stays, by a name that tells whose it is.
        }
    }
}

extension FileStatus {
    /// What the system says here.
    init(_ status: stat) {
        let kind: Kind
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .link
        default: kind = .other
        }
        self.init(
            kind: kind, size: UInt64(clamping: status.st_size),
            mode: FileMode(bits: UInt32(status.st_mode)))
    }
}

extension LocalPath: CustomStringConvertible {
    /// The path, with what isn't UTF-8 replaced.
    var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension FileTransferError {
    /// Why the system refused something here, by errno.
    static func here(_ number: Int32, _ path: LocalPath) -> FileTransferError {
        let reason = String(cString: strerror(number)).lowercased()
        switch number {
        case ENOENT: return FileTransferError(.notFound, "there is no '\(path)' here")
        case EACCES, EPERM, EROFS:
            return FileTransferError(.denied, "'\(path)' can't be used here: \(reason)")
        case ENOSPC, EDQUOT:
            return FileTransferError(
                .diskFull, "the disk here is full at '\(path)' (\(reason)); free some space")
        case ELOOP: return FileTransferError(.link, "'\(path)' here is a symbolic link")
        case EISDIR, ENOTDIR:
            return FileTransferError(.wrongKind, "'\(path)' here is in the way: \(reason)")
        default: return FileTransferError(.failed, "'\(path)' here: \(reason)")
        }
    }
}
