#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What a folder holds, at any depth: folders before what is in them, in the order of their names.
///
/// Nothing but folders and plain files can be copied; a link in a folder stops all before the first byte, for it
/// would otherwise be missing without a word, or lead out of the folder.
struct FileTree: Hashable, Sendable {
    /// One folder or file, by its names from the top on.
    struct Entry: Hashable, Sendable {
        let names: [FileName]
        let status: FileStatus

        var isFolder: Bool { status.kind == .folder }
    }

    var entries: [Entry] = []

    /// How many entries are taken: a hostile host could go on for ever.
    static let most = 100_000
    /// How deep they may be.
    static let deepest = 100

    /// Adds an entry, unless there are too many.
    mutating func add(_ entry: Entry, at path: String) throws(FileTransferError) {
        guard entries.count < FileTree.most, entry.names.count <= FileTree.deepest else {
            throw FileTransferError(
                .tooLarge,
                "'\(path)' is too much: more than \(FileTree.most) entries, or \(FileTree.deepest)"
                    + " folders deep")
        }
        entries.append(entry)
    }

    /// Refuses what is neither folder nor plain file.
    static func refuse(_ kind: FileStatus.Kind, _ path: String) throws(FileTransferError) {
        switch kind {
        case .file, .folder: return
        case .link:
            throw FileTransferError(
                .link, "'\(path)' is a symbolic link, which isn't followed; name what it leads to")
        case .other:
            throw FileTransferError(
                .wrongKind, "'\(path)' is neither a folder nor a plain file; leave it out")
        }
    }
}

extension FileTree {
    /// Reads what a folder of this machine holds.
    ///
    /// Blocks.
    init(of folder: LocalPath) throws(FileTransferError) { try read(folder, []) }

    private mutating func read(
        _ folder: LocalPath, _ names: [FileName]
    ) throws(FileTransferError) {
        for name in try FileTree.names(in: folder) {
            let path = folder.appending(name)
            let status = try path.status(followingLink: false)
            try FileTree.refuse(status.kind, "\(path)")
            let entry = Entry(names: names + [name], status: status)
            try add(entry, at: "\(folder)")
            if entry.isFolder { try read(path, entry.names) }
        }
    }

    private static func names(in folder: LocalPath) throws(FileTransferError) -> [FileName] {
        guard let stream = folder.withSystemPath({ opendir($0) }) else {
            throw .here(errno, folder)
        }
        defer { closedir(stream) }
        var names: [FileName] = []
        while let entry = readdir(stream) {
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { $0.prefix { $0 != 0 } }
            // `.` and `..` are no names.
            if let name = FileName(bytes) { names.append(name) }
        }
        return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
}

extension FileTree {
    /// Asks a host what a folder holds.
    static func remote(
        of folder: RemotePath, over host: HostFiles
    ) async throws(FileTransferError) -> FileTree {
        var tree = FileTree()
        try await tree.ask(folder, [], host)
        return tree
    }

    private mutating func ask(
        _ folder: RemotePath, _ names: [FileName], _ host: HostFiles
    ) async throws(FileTransferError) {
        let listed = try await host.files.names(in: folder, limit: FileTree.most)
        for bytes in listed.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            guard let name = FileName(bytes) else {
                let shown = String(decoding: bytes.prefix(100), as: UTF8.self)
                throw FileTransferError(
                    .badName, "the host says that '\(folder)' holds '\(shown)', which is no name")
            }
            let path = folder.appending(name)
            // Removed since it was listed.
            guard let status = try await host.files.status(of: path) else { continue }
            try FileTree.refuse(status.kind, "\(path)")
            let entry = Entry(names: names + [name], status: status)
            try add(entry, at: "\(folder)")
            if entry.isFolder { try await ask(path, entry.names, host) }
        }
    }
}
