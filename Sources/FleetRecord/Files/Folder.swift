#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// An open folder; all names are looked up in it, and none through a symbolic link.
///
/// It holds its descriptor, so what happens to its path meanwhile doesn't matter.
final class Folder: Sendable {
    let descriptor: Int32
    let path: String

    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { _ = close(descriptor) }

    /// Opens the folder at `path`, which may lead through links: where runs are kept is the user's
    /// choice.
    static func open(_ path: String) throws(RecordError) -> Folder {
        let descriptor = Folder.systemOpen(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw RecordError(errno: errno, at: path) }
        return Folder(descriptor: descriptor, path: path)
    }

    /// Opens the folder at `path`, having made it and those above it, 0700, where they are missing.
    static func openMaking(_ path: String) throws(RecordError) -> Folder {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += made.isEmpty || made.hasSuffix("/") ? String(part) : "/\(part)"
            if mkdir(made, 0o700) != 0 && errno != EEXIST {
                // A folder above that can't be written may still hold the one that is looked for.
                let number = errno
                guard access(made, F_OK) == 0 else { throw RecordError(errno: number, at: made) }
            }
        }
        return try open(path)
    }

    /// Opens a folder in this one.
    func folder(_ name: String) throws(RecordError) -> Folder {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let descriptor = openat(descriptor, name, flags)
        guard descriptor >= 0 else { throw RecordError(errno: errno, at: path(of: name)) }
        return Folder(descriptor: descriptor, path: path(of: name))
    }

    /// Makes a folder in this one, 0700; it must not exist.
    func make(_ name: String) throws(RecordError) {
        guard mkdirat(descriptor, name, 0o700) == 0 else {
            throw RecordError(errno: errno, at: path(of: name))
        }
    }

    /// Opens a folder in this one, having made it where it is missing.
    func folderMaking(_ name: String) throws(RecordError) -> Folder {
        do {
            try make(name)
        } catch  where error.code == .exists {
            // Whatever stands there, opening it will tell.
        }
        return try folder(name)
    }

    /// Opens a plain file for reading.
    func read(_ name: String) throws(RecordError) -> OpenFile {
        try file(name, O_RDONLY)
    }

    /// Opens a plain file for appending and reading, 0600, having made it where it is missing.
    func append(_ name: String) throws(RecordError) -> OpenFile {
        try file(name, O_RDWR | O_APPEND | O_CREAT)
    }

    /// Replaces a file as a whole, 0600: whoever reads it sees the old one or the new one.
    ///
    /// Blocks until it is on the disk.
    func replace(_ name: String, with bytes: [UInt8]) throws(RecordError) {
        let temporary = ".\(name).new"
        // One is left over where an earlier program died between the two steps.
        guard unlinkat(descriptor, temporary, 0) == 0 || errno == ENOENT else {
            throw RecordError(errno: errno, at: path(of: temporary))
        }
        do throws(RecordError) {
            let file = try file(temporary, O_WRONLY | O_CREAT | O_EXCL, shownAs: name)
            if let failure = bytes.withUnsafeBytes({ file.append($0).failure }) { throw failure }
            try file.synchronize()
        } catch {
            _ = unlinkat(descriptor, temporary, 0)
            throw error
        }
        guard renameat(descriptor, temporary, descriptor, name) == 0 else {
            throw RecordError(errno: errno, at: path(of: name))
        }
    }

    /// Removes a file; one that isn't there is none to remove.
    func remove(_ name: String) throws(RecordError) {
        guard unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else {
            throw RecordError(errno: errno, at: path(of: name))
        }
    }

    /// The names in it, without `.` and `..`, in no order.
    func names() throws(RecordError) -> [String] {
        // A descriptor of its own, for reading a folder moves its position.
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else {
            throw RecordError(errno: errno, at: path)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// Opens a plain file; in errors it is named as `shown`, where that tells the user more.
    private func file(
        _ name: String, _ flags: Int32, shownAs shown: String? = nil
    ) throws(RecordError) -> OpenFile {
        let path = path(of: shown ?? name)
        // O_NONBLOCK, lest opening a pipe in the file's place waits for ever; on a plain file it
        // means nothing.
        let flags = flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
        let descriptor = openat(descriptor, name, flags, 0o600)
        guard descriptor >= 0 else { throw RecordError(errno: errno, at: path) }
        let file = OpenFile(descriptor: descriptor, path: path)
        try file.checkIsPlain()
        return file
    }

    private func path(of name: String) -> String { "\(path)/\(name)" }

    private static func systemOpen(_ path: String, _ flags: Int32) -> Int32 {
        #if canImport(Darwin)
            Darwin.open(path, flags)
        #elseif canImport(Musl)
            Musl.open(path, flags)
        #else
            Glibc.open(path, flags)
        #endif
    }
}
