import FleetCore

/// A file, or all that a folder holds, on its way to a host: what is done, and what is still to do.
struct PushWork: Sendable {
    private let source: LocalPath
    private let target: RemotePath
    private let mode: FileMode?
    private let order: FileOrder
    private let reporter: FileReporter
    /// What is to do, in order; `nil` before it has been looked at.
    private var items: [Item]?
    private var done = 0
    /// The folders that were made, with the modes that they get at the end: one that can't be written has to be
    /// filled before.
    private var made: [(path: RemotePath, mode: FileMode)] = []

    private struct Item {
        let source: LocalPath
        let target: RemotePath
        let isFolder: Bool
        let mode: FileMode
    }

    init(
        _ source: LocalPath, to target: RemotePath, mode: FileMode?, order: FileOrder,
        reporter: FileReporter
    ) {
        self.source = source
        self.target = target
        self.mode = mode
        self.order = order
        self.reporter = reporter
    }

    /// Does what is still to do.
    mutating func run(over host: HostFiles) async throws(FileTransferError) {
        let items = try await look()
        while done < items.count {
            let item = items[done]
            if item.isFolder {
                try await makeFolder(item, host)
            } else {
                let file = try await open(item)
                try await FilePush(
                    file, to: item.target, mode: item.mode, order: order, reporter: reporter
                ).run(over: host)
            }
            done += 1
        }
        while let folder = made.last {
            try await host.files.setMode(folder.mode, of: folder.path)
            made.removeLast()
        }
    }

    /// Looks at what is to be copied, before anything is.
    private mutating func look() async throws(FileTransferError) -> [Item] {
        if let items { return items }
        let (source, target, mode) = (source, target, mode)
        let items = try await BlockingWork.run { () throws(FileTransferError) in
            try PushWork.items(of: source, target, mode)
        }
        self.items = items
        return items
    }

    private static func items(
        of source: LocalPath, _ target: RemotePath, _ mode: FileMode?
    ) throws(FileTransferError) -> [Item] {
        func item(
            _ source: LocalPath, _ target: RemotePath, isFolder: Bool, _ own: FileMode
        ) -> Item {
            // Whose rights a program gets is for the operator to say, not for a file that happens to be here.
            let mode = isFolder ? nil : mode
            return Item(
                source: source, target: target, isFolder: isFolder,
                mode: mode ?? FileMode(bits: own.bits & 0o777))
        }
        // What the operator has named may be a link.
        let top = try source.status(followingLink: true)
        guard top.kind == .folder else {
            return [item(source, target, isFolder: false, top.mode)]
        }
        let below = try FileTree(of: source).entries.map { entry in
            let places = entry.names.reduce((source, target)) {
                ($0.0.appending($1), $0.1.appending($1))
            }
            return item(places.0, places.1, isFolder: entry.isFolder, entry.status.mode)
        }
        return [item(source, target, isFolder: true, top.mode)] + below
    }

    private func open(_ item: Item) async throws(FileTransferError) -> LocalFile {
        let isNamed = item.source == source
        return try await BlockingWork.run { () throws(FileTransferError) in
            try LocalFile.reading(item.source, followsLink: isNamed)
        }
    }

    private mutating func makeFolder(
        _ item: Item, _ host: HostFiles
    ) async throws(FileTransferError) {
        switch try await host.files.status(of: item.target)?.kind {
        case nil:
            do throws(FileTransferError) {
                try await host.files.makeFolder(item.target)
            } catch  where error.code == .notFound {
                throw FileTransferError(
                    .notFound,
                    "there is no folder '\(item.target.folder)' on the host; make it first")
            }
            made.append((item.target, item.mode))
        case .folder: break
        case .file:
            throw FileTransferError(
                .wrongKind, "'\(item.target)' on the host is a file, where a folder is wanted")
        case .link?: try FileTree.refuse(.link, "\(item.target)")
        case .other?: try FileTree.refuse(.other, "\(item.target)")
        }
    }
}
