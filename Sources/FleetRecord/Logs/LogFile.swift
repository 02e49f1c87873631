public import FleetCore

/// The log of one job: exactly the bytes that its script wrote, in their order.
///
/// Its length is the offset from which a resumed job is read on, so it only ever grows by whole
/// appends in order; after a disk that was full, by the part that fitted. The file is opened by the
/// first append or by ``open()`` and closed by ``close()``, so only jobs that run hold a
/// descriptor.
///
/// Appends go to the page cache, where a crash of this program can't lose them, on the caller's
/// executor: they don't wait for the disk. ``close()`` does, on a thread of its own: once a job has
/// ended, its spool on the host may be removed, and this file is the only copy.
public actor LogFile {
    /// The path relative to the run's folder: `hosts/web1/patch.log`.
    public nonisolated let path: String
    /// How many bytes the log holds.
    public private(set) var offset = SpoolOffset()

    private let hosts: Folder
    private let job: JobID
    private let name: String
    private let claim: RunClaim?
    private var file: OpenFile?
    private var newlines: UInt64 = 0
    private var endsInNewline = true

    init(
        of job: JobID, attempt: Int, stream: OutputStream = .standardOutput, in hosts: Folder,
        claim: RunClaim? = nil
    ) {
        self.claim = claim
        self.job = job
        self.hosts = hosts
        self.name = LogFile.name(of: job.step, attempt: attempt, stream: stream)
        self.path = LogFile.path(of: job, attempt: attempt, stream: stream)
    }

    /// The path of a job's log relative to the run's folder.
    ///
    /// A script that is started again has a log for each start: `patch.log`, `patch@2.log`, …; standard error that is
    /// kept apart has one of its own, `patch@err.log`. No step has an `@` in its name.
    static func path(
        of job: JobID, attempt: Int, stream: OutputStream = .standardOutput
    ) -> String {
        "hosts/\(job.host)/\(name(of: job.step, attempt: attempt, stream: stream))"
    }

    static func name(
        of step: StepID, attempt: Int, stream: OutputStream = .standardOutput
    ) -> String {
        let start = attempt > 1 ? "@\(attempt)" : ""
        return "\(step)\(start)\(stream == .standardError ? "@err" : "").log"
    }

    /// How many lines the log holds; a last one without a newline counts.
    public var lines: UInt64 { endsInNewline ? newlines : newlines + 1 }

    /// Opens the log, making it where it is missing, and learns how much it holds.
    ///
    /// One caller at a time.
    ///
    /// - Returns: The offset from which the job's output is to be appended.
    @discardableResult
    public func open() async throws(RecordError) -> SpoolOffset {
        if file != nil { return offset }
        let opened = try hosts.folderMaking(job.host.name).append(name)
        let size = try opened.size()
        if size != offset.bytes { try await count(opened, upTo: size) }
        file = opened
        return offset
    }

    /// Appends the next bytes of the job's output.
    ///
    /// - Throws: ``RecordError``; ``offset`` then tells how much fitted.
    public func append(_ bytes: some Collection<UInt8> & Sendable) async throws(RecordError) {
        guard !bytes.isEmpty else { return }
        try claim?.check()
        try await open()
        let written: (count: Int, failure: RecordError?)? = bytes.withContiguousStorageIfAvailable {
            write($0)
        }
        let result = written ?? Array(bytes).withUnsafeBufferPointer { write($0) }
        if let failure = result.failure { throw failure }
    }

    /// Waits until the log is on the disk, and closes it; it may be opened again.
    public func close() async throws(RecordError) {
        guard let open = file else { return }
        file = nil
        try await BlockingWork.run { () throws(RecordError) in
            // Here, for the reference lives on for a moment, and a fleet has many logs.
            defer { open.closeNow() }
            try open.synchronize()
        }
    }

    private func write(_ bytes: UnsafeBufferPointer<UInt8>) -> (count: Int, failure: RecordError?) {
        guard let file else { return (0, nil) }
        let result = file.append(UnsafeRawBufferPointer(bytes))
        note(UnsafeBufferPointer(rebasing: bytes[..<result.count]))
        return result
    }

    private func note(_ bytes: UnsafeBufferPointer<UInt8>) {
        offset.advance(by: bytes.count)
        newlines += UInt64(LineCount.newlines(in: bytes))
        if let last = bytes.last { endsInNewline = last == UInt8(ascii: "\n") }
    }

    /// Counts the lines of what an earlier program wrote.
    private func count(_ file: OpenFile, upTo size: UInt64) async throws(RecordError) {
        let counted = try await BlockingWork.run { () throws(RecordError) -> LineCount in
            var count = LineCount()
            while count.bytes < size {
                let most = Int(min(262_144, size - count.bytes))
                let piece = try file.read(at: count.bytes, most: most)
                if piece.isEmpty { break }
                count.add(piece)
            }
            return count
        }
        offset = SpoolOffset(bytes: counted.bytes)
        newlines = counted.newlines
        endsInNewline = counted.endsInNewline
    }
}
