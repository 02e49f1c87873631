import FleetCore

/// A file, or all that a folder holds, on its way from a host: what is done, and what is still to do.
///
/// A name that the host says is one entry of a folder or it is refused, so nothing lands outside of `folder`.
struct FetchWork: Sendable {
    private let source: RemotePath
    private let folder: LocalPath
    private let order: FileOrder
    private let reporter: FileReporter
    /// What is to do, in order; `nil` before the host was asked.
    private var items: [Item]?
    private var done = 0

    private struct Item {
        let source: RemotePath
        /// Its names below the folder.
        let names: [FileName]
        let status: FileStatus
    }

    init(
        _ source: RemotePath, to folder: LocalPath, order: FileOrder, reporter: FileReporter
    ) {
        self.source = source
        self.folder = folder
        self.order = order
        self.reporter = reporter
    }

    /// Does what is still to do.
    mutating func run(over host: HostFiles) async throws(FileTransferError) {
        let items = try await ask(host)
        while done < items.count {
            let item = items[done]
            let folder = try await makeFolders(for: item)
            if item.status.kind == .file, let name = item.names.last {
                try await FileFetch(
                    item.source, size: item.status.size, as: name, in: folder, order: order,
                    reporter: reporter
                ).run(over: host)
            }
            done += 1
        }
    }

    /// Asks what is to be copied, before anything is.
    private mutating func ask(_ host: HostFiles) async throws(FileTransferError) -> [Item] {
        if let items { return items }
        guard let top = FileName(order.job.host.name.utf8), let names = source.names else {
            throw FileTransferError(
                .badName, "'\(source)' is no path that could be kept here; name it without '..'")
        }
        guard let status = try await host.files.status(of: source) else {
            throw .notFound(source)
        }
        try FileTree.refuse(status.kind, "\(source)")
        var items = [Item(source: source, names: [top] + names, status: status)]
        if status.kind == .folder {
            items += try await FileTree.remote(of: source, over: host).entries.map { entry in
                Item(
                    source: entry.names.reduce(source) { $0.appending($1) },
                    names: [top] + names + entry.names, status: entry.status)
            }
        }
        self.items = items
        return items
    }

    /// Makes the folders that an item is in, and itself where it is one.
    ///
    /// - Returns: The folder that it is in.
    private func makeFolders(for item: Item) async throws(FileTransferError) -> LocalPath {
        let folder = folder
        let isFolder = item.status.kind == .folder
        return try await BlockingWork.run { () throws(FileTransferError) in
            try folder.makeFolder()
            var place = folder
            for name in item.names.dropLast() {
                place = place.appending(name)
                try place.makeFolder()
            }
            if isFolder, let name = item.names.last { try place.appending(name).makeFolder() }
            return place
        }
    }
}
