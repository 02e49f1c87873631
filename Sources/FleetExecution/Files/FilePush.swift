import FleetCore

/// Brings one file to a host: into a part beside its place, compared, then renamed into it.
///
/// After a cut it is run again, and goes on behind what has arrived.
struct FilePush: Sendable {
    private let file: LocalFile
    private let size: UInt64
    private let target: RemotePath
    private let part: RemotePath
    private let mode: FileMode
    private let reporter: FileReporter

    init(
        _ file: LocalFile, to target: RemotePath, mode: FileMode, order: FileOrder,
        reporter: FileReporter
    ) throws(FileTransferError) {
        self.file = file
        self.size = try file.status().size
        self.target = target
        self.part = target.folder.appending(order.part(of: target.bytes))
        self.mode = mode
        self.reporter = reporter
    }

    /// Copies it, unless the host has it already.
    func run(over host: HostFiles) async throws(FileTransferError) {
        if let equal = try await equalCopy(host) {
            return await reporter.record(.skippedEqual(equal))
        }
        let offset = try await start(host)
        reporter.filling(.there(part))
        do throws(FileTransferError) {
            await reporter.record(.pushed(try await copy(host, startingAt: offset)))
        } catch  where error.code != .connection {
            // What can't become whole must not fill the host's disk.
            await host.discard(part)
            throw error
        }
        reporter.filling(nil)
    }

    /// Looks at what is in the file's place.
    private func equalCopy(_ host: HostFiles) async throws(FileTransferError) -> FileCopy? {
        guard let status = try await host.files.status(of: target) else { return nil }
        switch status.kind {
        case .file: break
        case .folder:
            throw FileTransferError(
                .wrongKind, "'\(target)' is a folder on the host; name the file in it")
        case .link, .other: try FileTree.refuse(status.kind, "\(target)")
        }
        guard status.size == size else { return nil }
        let theirs = try await host.digest(of: target, first: size)
        await reporter.tell(theirs)
        guard try await meter(theirs, first: size).digest == theirs.digest else { return nil }
        if status.mode != mode { try await host.files.setMode(mode, of: target) }
        return copyRecord(theirs)
    }

    /// Copies it, once more from the beginning where a part was spoilt.
    private func copy(
        _ host: HostFiles, startingAt offset: UInt64
    ) async throws(FileTransferError) -> FileCopy {
        if let copy = try await copy(host, from: offset) { return copy }
        try await host.files.remove(part)
        if offset > 0, let copy = try await copy(host, from: 0) { return copy }
        throw FileTransferError(
            .differs,
            "what arrived at '\(target)' on the host is not what was sent; it was removed again")
    }

    /// From which byte on the copy goes.
    private func start(_ host: HostFiles) async throws(FileTransferError) -> UInt64 {
        switch PartUse(try await host.files.status(of: part), size: size) {
        case .begin: return 0
        case .refuse:
            throw FileTransferError(
                .exists, "somebody has put something at '\(part)' on the host; remove it")
        case .verify(let count):
            let theirs = try await host.digest(of: part, first: count)
            if try await meter(theirs, first: count).digest == theirs.digest { return count }
        case .removeAndBegin: break
        }
        try await host.files.remove(part)
        return 0
    }

    /// Copies it from `offset` on, and renames it into its place; `nil` where what arrived isn't what was sent.
    private func copy(
        _ host: HostFiles, from offset: UInt64
    ) async throws(FileTransferError) -> FileCopy? {
        let source = try await PushedBytes(file, from: offset, size: size)
        if offset < size || size == 0 {
            try await write(source, from: offset, host)
        }
        let theirs = try await host.digest(of: part, first: size)
        await reporter.tell(theirs)
        guard try await source.digest(theirs.digest.algorithm) == theirs.digest,
            try await host.files.status(of: part)?.size == size
        else { return nil }
        try await host.files.setMode(mode, of: part)
        try await host.files.rename(part, to: target)
        return copyRecord(theirs)
    }

    private func write(
        _ source: PushedBytes, from offset: UInt64, _ host: HostFiles
    ) async throws(FileTransferError) {
        do throws(FileTransferError) {
            try await host.files.write(part, from: offset) {
                [target, size, reporter] () async throws(FileTransferError) in
                guard let piece = try await source.next() else { return nil }
                let done = await source.position
                await reporter.copied(piece.count, of: target, done: done, total: size)
                return piece
            }
        } catch  where error.code == .notFound {
            throw FileTransferError(
                .notFound, "there is no folder '\(target.folder)' on the host; make it first")
        }
    }

    private func meter(
        _ theirs: HostFiles.Digest, first count: UInt64
    ) async throws(FileTransferError) -> DigestMeter {
        let file = file
        let algorithm = theirs.digest.algorithm
        return try await BlockingWork.run { () throws(FileTransferError) in
            try file.meter(algorithm, first: count)
        }
    }

    private func copyRecord(_ digest: HostFiles.Digest) -> FileCopy {
        FileCopy(path: "\(target)", bytes: size, verification: digest.verification)
    }
}

/// The bytes of a file on their way to a host, and what they come to with those before them.
///
/// An actor, for the side that sends them asks from a thread of its own.
private actor PushedBytes {
    private let file: LocalFile
    private let size: UInt64
    private var meter: DigestMeter
    private(set) var position: UInt64

    init(_ file: LocalFile, from offset: UInt64, size: UInt64) async throws(FileTransferError) {
        self.file = file
        self.size = size
        position = offset
        meter = try await BlockingWork.run { () throws(FileTransferError) in
            try file.meter(.sha256, first: offset)
        }
    }

    /// The next piece; `nil` at the end.
    func next() async throws(FileTransferError) -> [UInt8]? {
        guard position < size else { return nil }
        let file = file
        let start = position
        let most = Int(min(size - start, LocalFile.piece))
        let before = meter
        let (piece, after) = try await BlockingWork.run { () throws(FileTransferError) in
            let piece = try file.read(at: start, most: most)
            var meter = before
            meter.update(piece)
            return (piece, meter)
        }
        guard !piece.isEmpty else {
            throw FileTransferError(.changed, "'\(file.path)' here became shorter meanwhile")
        }
        meter = after
        position += UInt64(piece.count)
        return piece
    }

    /// What the whole comes to: known already by SHA-256, read once more otherwise.
    func digest(
        _ algorithm: FileDigest.Algorithm
    ) async throws(FileTransferError) -> FileDigest {
        guard algorithm != .sha256 else { return meter.digest }
        let (file, size) = (file, size)
        return try await BlockingWork.run { () throws(FileTransferError) in
            try file.meter(algorithm, first: size).digest
        }
    }
}
