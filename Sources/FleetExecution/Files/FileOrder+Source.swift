extension FileOrder {
    /// Why a file, or all that a folder here holds, couldn't be pushed; `nil` where all of it can be read.
    package static func mistake(of path: String) async -> FileTransferError? {
        do throws(FileTransferError) {
            try await BlockingWork.run { () throws(FileTransferError) in
                try read(LocalPath(path))
            }
            return nil
        } catch {
            return error
        }
    }

    /// Opens everything once.
    private static func read(_ source: LocalPath) throws(FileTransferError) {
        // What the operator has named may be a link.
        guard try source.status(followingLink: true).kind == .folder else {
            _ = try LocalFile.reading(source, followsLink: true)
            return
        }
        for entry in try FileTree(of: source).entries where !entry.isFolder {
            let path = entry.names.reduce(source) { $0.appending($1) }
            _ = try LocalFile.reading(path, followsLink: false)
        }
    }
}
