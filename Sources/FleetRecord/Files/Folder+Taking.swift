#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension Folder {
    /// Has all that another folder holds in this one as well, folders and plain files.
    ///
    /// Blocks for as long as copying takes.
    ///
    /// - Parameter linking: Whether a file may be the same one under a second name, which takes no room: for what is
    ///   never written to again. Where the system refuses that (another disk, another owner) it is copied.
    /// - Throws: ``RecordError`` with `.notAFile` for a symbolic link, and for anything else that can't be copied.
    func takeAll(of other: Folder, linking: Bool) throws(RecordError) {
        for name in try other.names() {
            if let inner = try other.folderIfIsOne(name) {
                try folderMaking(name).takeAll(of: inner, linking: linking)
            } else {
                try take(name, of: other, linking: linking)
            }
        }
    }

    private func take(_ name: String, of other: Folder, linking: Bool) throws(RecordError) {
        // Opened in any case: a link would be linked to as it is, and lead anywhere.
        let source = try other.read(name)
        if linking, linkat(other.descriptor, name, descriptor, name, 0) == 0 { return }
        let copy = try append(name)
        var offset: UInt64 = 0
        while case let piece = try source.read(at: offset, most: 262_144), !piece.isEmpty {
            if let failure = piece.withUnsafeBytes({ copy.append($0).failure }) { throw failure }
            offset += UInt64(piece.count)
        }
    }

    /// A folder in this one; `nil` for anything else of that name.
    private func folderIfIsOne(_ name: String) throws(RecordError) -> Folder? {
        do throws(RecordError) {
            return try folder(name)
        } catch  where error.code == .notAFile {
            return nil
        }
    }
}
