#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// What is in a folder.
enum FolderListing {
    /// The names in the folder at `path`, in the order of their bytes; `nil` where it can't be read as one.
    static func names(in path: String) -> [String]? {
        guard path.isSystemPath, let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                let capacity = MemoryLayout.size(ofValue: entry.pointee.d_name)
                return pointer.withMemoryRebound(to: CChar.self, capacity: capacity) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Whether there is a folder at `path`; links are followed.
    static func isFolder(_ path: String) -> Bool { kind(of: path) == S_IFDIR }

    /// Whether there is a file at `path`; links are followed.
    static func isFile(_ path: String) -> Bool { kind(of: path) == S_IFREG }

    /// What a folder is, whatever path leads to it.
    struct Identity: Hashable {
        let device: UInt64
        let number: UInt64
    }

    /// Which folder there is at `path`; links are followed, and may lead in a ring.
    static func identity(of path: String) -> Identity? {
        status(of: path).map {
            Identity(device: UInt64($0.st_dev), number: UInt64($0.st_ino))
        }
    }

    private static func kind(of path: String) -> mode_t? {
        status(of: path).map { $0.st_mode & S_IFMT }
    }

    private static func status(of path: String) -> stat? {
        var status = stat()
        return path.isSystemPath && stat(path, &status) == 0 ? status : nil
    }
}

extension String {
    /// Whether the system reads it to its end: a NUL would cut it, and what it names be something else.
    var isSystemPath: Bool { !utf8.contains(0) }
}
