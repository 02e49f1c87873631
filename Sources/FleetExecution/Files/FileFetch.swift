import FleetCore

/// Brings one file from a host: into a part beside its place here, compared, then renamed into it.
///
/// As many bytes are taken as the host announced at first, whatever it sends then: a log that grows meanwhile
/// is fetched as it was. After a cut it is run again, and goes on behind what has arrived.
struct FileFetch: Sendable {
    private let source: RemotePath
    private let size: UInt64
    private let target: LocalPath
    private let part: LocalPath
    private let reporter: FileReporter

    /// Creates the fetching of `source`, announced with `size` bytes, to `name` in `folder`.
    init(
        _ source: RemotePath, size: UInt64, as name: FileName, in folder: LocalPath,
        order: FileOrder, reporter: FileReporter
    ) {
        self.source = source
        self.size = size
        self.target = folder.appending(name)
        self.part = folder.appending(order.part(of: source.bytes))
        self.reporter = reporter
    }

    /// Copies it, unless it is here already.
    func run(over host: HostFiles) async throws(FileTransferError) {
        if let equal = try await equalCopy(host) {
            return await reporter.record(.skippedEqual(equal))
        }
        let file = try await BlockingWork.run { [part] () throws(FileTransferError) in
            try LocalFile.writing(part)
        }
        reporter.filling(.here(part))
        do throws(FileTransferError) {
            await reporter.record(.fetched(try await copy(host, file)))
        } catch  where error.code != .connection {
            await part.discard()
            throw error
        }
        reporter.filling(nil)
    }

    /// Looks at what is in the file's place here.
    private func equalCopy(_ host: HostFiles) async throws(FileTransferError) -> FileCopy? {
        let file = try await BlockingWork.run {
            [target, size] () throws(FileTransferError) -> LocalFile? in
            guard let status = try target.statusIfAny() else { return nil }
            guard status.kind == .file else {
                throw FileTransferError(.wrongKind, "'\(target)' here is not a plain file")
            }
            return status.size == size
                ? try LocalFile.reading(target, followsLink: false) : nil
        }
        guard let file else { return nil }
        let theirs = try await host.digest(of: source, first: size)
        await reporter.tell(theirs)
        let ours = try await meter(file, theirs.digest.algorithm, first: size)
        return ours.digest == theirs.digest ? copyRecord(theirs) : nil
    }

    /// Copies it, once more from the beginning where a part was spoilt.
    private func copy(
        _ host: HostFiles, _ file: LocalFile
    ) async throws(FileTransferError) -> FileCopy {
        let offset = try await start(host, file)
        if let copy = try await copy(host, file, from: offset) { return copy }
        if offset > 0, let copy = try await copy(host, file, from: 0) { return copy }
        throw FileTransferError(
            .differs,
            "what arrived of '\(source)' is not what the host has now; if it is being written,"
                + " fetch it again later")
    }

    /// From which byte on the copy goes.
    private func start(
        _ host: HostFiles, _ file: LocalFile
    ) async throws(FileTransferError) -> UInt64 {
        let status = try await BlockingWork.run { () throws(FileTransferError) in
            try file.status()
        }
        guard case .verify(let count) = PartUse(status, size: size) else { return 0 }
        let theirs = try await host.digest(of: source, first: count)
        let ours = try await meter(file, theirs.digest.algorithm, first: count)
        return ours.digest == theirs.digest ? count : 0
    }

    /// Copies it from `offset` on, and renames it into its place; `nil` where what arrived isn't what is there.
    private func copy(
        _ host: HostFiles, _ file: LocalFile, from offset: UInt64
    ) async throws(FileTransferError) -> FileCopy? {
        let sink = try await FetchedBytes(file, from: offset)
        try await host.files.read(source, offset..<size) {
            [source, size, reporter] (piece) async throws(FileTransferError) in
            try await sink.take(piece)
            let done = await sink.position
            await reporter.copied(piece.count, of: source, done: done, total: size)
        }
        let theirs = try await host.digest(of: source, first: size)
        await reporter.tell(theirs)
        guard try await sink.digest(theirs.digest.algorithm) == theirs.digest else { return nil }
        try await BlockingWork.run { [target] () throws(FileTransferError) in
            try file.settle(as: target)
        }
        return copyRecord(theirs)
    }

    private func meter(
        _ file: LocalFile, _ algorithm: FileDigest.Algorithm, first count: UInt64
    ) async throws(FileTransferError) -> DigestMeter {
        try await BlockingWork.run { () throws(FileTransferError) in
            try file.meter(algorithm, first: count)
        }
    }

    private func copyRecord(_ digest: HostFiles.Digest) -> FileCopy {
        FileCopy(path: "\(source)", bytes: size, verification: digest.verification)
    }
}

/// The bytes of a file on their way from a host, and what they come to with those before them.
///
/// An actor, for the side that gives them does so from a thread of its own.
private actor FetchedBytes {
    private let file: LocalFile
    private var meter: DigestMeter
    private(set) var position: UInt64

    /// Goes on behind the first `offset` bytes of `file`; what is behind them goes.
    init(_ file: LocalFile, from offset: UInt64) async throws(FileTransferError) {
        self.file = file
        position = offset
        meter = try await BlockingWork.run { () throws(FileTransferError) in
            try file.truncate(to: offset)
            return try file.meter(.sha256, first: offset)
        }
    }

    /// Writes the next bytes; one caller at a time.
    func take(_ piece: ArraySlice<UInt8>) async throws(FileTransferError) {
        let (file, start, before) = (file, position, meter)
        meter = try await BlockingWork.run { () throws(FileTransferError) in
            try file.write(piece, at: start)
            var meter = before
            meter.update(piece)
            return meter
        }
        position += UInt64(piece.count)
    }

    /// What the whole comes to: known already by SHA-256, read once more otherwise.
    func digest(
        _ algorithm: FileDigest.Algorithm
    ) async throws(FileTransferError) -> FileDigest {
        guard algorithm != .sha256 else { return meter.digest }
        let (file, size) = (file, position)
        return try await BlockingWork.run { () throws(FileTransferError) in
            try file.meter(algorithm, first: size).digest
        }
    }
}
