public import FleetCore

extension RunFolder {
    /// Has what hosts left in another run's folder in this one as well: their logs, and the files fetched from them.
    ///
    /// - Parameter isFinal: Whether nothing more can come from a host: what it left is not copied then, but is the
    ///   same file under a second name, where the system lets it.
    public func take(
        _ hosts: [HostID], of other: RunFolder, isFinal: @escaping @Sendable (HostID) -> Bool
    ) async throws(RecordError) {
        let own = folder
        try await BlockingWork.run { () throws(RecordError) in
            for parent in [Name.hosts, Name.files] {
                guard let theirs = try other.folder.folderIfThere(parent) else { continue }
                let ours = try own.folderMaking(parent)
                for host in hosts {
                    guard let left = try theirs.folderIfThere(host.name) else { continue }
                    try ours.folderMaking(host.name).takeAll(of: left, linking: isFinal(host))
                }
            }
        }
    }
}

extension Folder {
    /// A folder in this one; `nil` where there is nothing of that name.
    fileprivate func folderIfThere(_ name: String) throws(RecordError) -> Folder? {
        do throws(RecordError) {
            return try folder(name)
        } catch  where error.code == .notFound {
            return nil
        }
    }
}
