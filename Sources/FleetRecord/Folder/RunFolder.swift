public import FleetCore
import Synchronization

/// A run on disk.
///
/// Folders are 0700, files 0600; no symbolic link in it is followed.
///
/// ```
/// <run>/run.json                  what was asked (RunRequest)
/// <run>/private.json              what resuming needs and nobody should see (RunSecrets)
/// <run>/scripts/<step>            the scripts' bytes
/// <run>/owner.json                who works on it (RunClaim)
/// <run>/events.ndjson             what happened, append-only
/// <run>/hosts/<host>/<step>.log   output, byte-exact
/// <run>/files/<host>/<path>       what was fetched from the host, by its path there
/// <run>/summary.json, summary.txt, junit.xml
/// <run>/report.html               where it was asked for
/// <run>/clean                     nothing is left on the hosts
/// ```
public final class RunFolder: Sendable {
    /// The run.
    public let run: RunID
    /// The folder's path.
    public let path: String
    let folder: Folder
    private let hosts: Folder
    private let claimed = Mutex<RunClaim?>(nil)

    /// The name of what was asked, by which a run's folder is known.
    public static let requestName = Name.request

    enum Name {
        static let request = "run.json"
        static let secrets = "private.json"
        static let scripts = "scripts"
        static let hosts = "hosts"
        static let clean = "clean"
        static let files = "files"
    }

    /// The most bytes of `run.json`, `private.json` or a script that are read back: 64 MiB.
    private static let largestFile = 64 << 20

    private init(_ run: RunID, _ folder: Folder) throws(RecordError) {
        self.run = run
        self.path = folder.path
        self.folder = folder
        self.hosts = try folder.folderMaking(Name.hosts)
    }

    /// Makes the folder of a run that begins, claims it, and writes down what was asked.
    ///
    /// Blocks for the disk.
    ///
    /// - Throws: ``RecordError`` with `.exists` where there is such a run already.
    static func create(
        _ request: RunRequest, scripts: [StepID: [UInt8]], secrets: RunSecrets, in base: Folder
    ) throws(RecordError) -> RunFolder {
        try base.make(request.run.text)
        let folder = try base.folder(request.run.text)
        let claim = try RunClaim.take(in: folder)
        let scriptFolder = try folder.folderMaking(Name.scripts)
        for (step, content) in scripts { try scriptFolder.replace(step.name, with: content) }
        let path = folder.path
        try folder.replace(
            Name.secrets, with: JSONFile.encode(secrets, for: "\(path)/\(Name.secrets)"))
        // Last: a folder with a request has all that the request needs.
        try folder.replace(
            Name.request, with: JSONFile.encode(request, for: "\(path)/\(Name.request)"))
        let run = try RunFolder(request.run, folder)
        run.claimed.withLock { $0 = claim }
        return run
    }

    static func open(_ run: RunID, in base: Folder) throws(RecordError) -> RunFolder {
        try RunFolder(run, base.folder(run.text))
    }

    /// Opens the run's folder at `path`, wherever it was brought to and whatever it is called there.
    ///
    /// - Throws: ``RecordError`` with `.notFound` where there is none, or it holds no run.
    public static func open(at path: String) throws(RecordError) -> RunFolder {
        let folder = try Folder.open(path)
        let bytes = try folder.read(Name.request).readAll(most: largestFile)
        let origin = try JSONFile.decode(
            RunRequest.Origin.self, from: bytes, of: "\(path)/\(Name.request)")
        return try RunFolder(origin.run, folder)
    }

    /// Claims the folder for writing, as resuming does; the claim ends with this object or with the
    /// program.
    ///
    /// - Throws: ``RecordError`` with `.inUse` where another flotilla works on the run.
    public func claim() throws(RecordError) {
        let claim = try RunClaim.take(in: folder)
        claimed.withLock { $0 = claim }
    }

    /// Claims the folder whoever works on the run, and waits a little for them to notice.
    public func steal() async throws(RecordError) {
        let folder = folder
        let claim = try await BlockingWork.run { () throws(RecordError) in
            try RunClaim.steal(in: folder)
        }
        claimed.withLock { $0 = claim }
    }

    /// Fails where another flotilla has taken the run over from this object.
    ///
    /// - Throws: ``RecordError`` with `.stolen`.
    public func checkClaim() throws(RecordError) { try claimed.withLock { $0 }?.check() }

    /// Whether another flotilla has taken the run over from this object.
    public var isStolen: Bool { claimed.withLock { $0?.isStolen ?? false } }

    /// Whether another flotilla works on the run.
    public var isInUse: Bool { RunClaim.isTaken(in: folder) }

    /// What was asked.
    public func request() throws(RecordError) -> RunRequest {
        // First: a newer one may lack what this one looks for.
        let origin = try decode(RunRequest.Origin.self, from: Name.request)
        guard origin.version <= RunRequest.currentVersion else {
            throw RecordError(
                .damaged, at: "\(path)/\(Name.request)",
                "was written by flotilla \(origin.flotilla), which is newer than this one")
        }
        return try decode(RunRequest.self, from: Name.request)
    }

    /// What resuming needs and nobody else should see.
    ///
    /// - Throws: ``RecordError`` with `.notFound` once all jobs have ended well.
    public func secrets() throws(RecordError) -> RunSecrets {
        try decode(RunSecrets.self, from: Name.secrets)
    }

    /// The secrets, or `nil` once all jobs have ended well.
    public func secretsIfKept() throws(RecordError) -> RunSecrets? {
        do throws(RecordError) {
            return try secrets()
        } catch  where error.code == .notFound {
            return nil
        }
    }

    /// Removes the secrets, when all jobs have ended well and nothing needs them any more.
    public func forgetSecrets() throws(RecordError) { try folder.remove(Name.secrets) }

    /// The bytes of a step's script.
    public func script(of step: StepID) throws(RecordError) -> [UInt8] {
        try folder.folder(Name.scripts).read(step.name).readAll(most: RunFolder.largestFile)
    }

    /// The journal, ready for appending.
    public func journal() throws(RecordError) -> EventJournal {
        try EventJournal(in: folder, claim: claimed.withLock { $0 })
    }

    /// All events so far; a torn last line is left out.
    public func events() throws(RecordError) -> [RunEvent] {
        var reader = JournalReader(in: folder)
        return try reader.next()
    }

    /// The log of a job's script, of its first start unless said otherwise; nothing is opened yet.
    public func log(
        of job: JobID, attempt: Int = 1, stream: OutputStream = .standardOutput
    ) -> LogFile {
        LogFile(
            of: job, attempt: attempt, stream: stream, in: hosts, claim: claimed.withLock { $0 })
    }

    /// The path of a job's log, relative to the run's folder.
    public static func logPath(of job: JobID, attempt: Int = 1) -> String {
        LogFile.path(of: job, attempt: attempt)
    }

    /// The path of what is fetched, in one folder for each host, relative to the run's folder.
    public static let filesPath = Name.files

    /// Some bytes of all that a job printed, from `offset` on; none at its end.
    ///
    /// Standard error comes last where it has a log of its own.
    public func readOutput(
        of job: JobID, attempt: Int = 1, at offset: SpoolOffset
    ) async throws(RecordError) -> [UInt8] {
        let first = try await readLog(of: job, attempt: attempt, at: offset)
        guard first.isEmpty else { return first }
        let size = try await logSize(of: job, attempt: attempt)
        return try await readLog(
            of: job, attempt: attempt, stream: .standardError,
            at: SpoolOffset(bytes: offset.bytes - min(size, offset.bytes)))
    }

    /// How many bytes ``readOutput(of:attempt:at:)`` has to give.
    public func outputSize(of job: JobID, attempt: Int = 1) async throws(RecordError) -> UInt64 {
        let output = try await logSize(of: job, attempt: attempt)
        return try await output + logSize(of: job, attempt: attempt, stream: .standardError)
    }

    private func logSize(
        of job: JobID, attempt: Int, stream: OutputStream = .standardOutput
    ) async throws(RecordError) -> UInt64 {
        let hosts = hosts
        return try await BlockingWork.run { () throws(RecordError) -> UInt64 in
            do throws(RecordError) {
                return try hosts.folder(job.host.name)
                    .read(LogFile.name(of: job.step, attempt: attempt, stream: stream)).size()
            } catch  where error.code == .notFound {
                return 0
            }
        }
    }

    /// Some bytes of a job's log from `offset` on; none at its end, or where there is no log.
    public func readLog(
        of job: JobID, attempt: Int = 1, stream: OutputStream = .standardOutput,
        at offset: SpoolOffset
    ) async throws(RecordError) -> [UInt8] {
        let hosts = hosts
        return try await BlockingWork.run { () throws(RecordError) -> [UInt8] in
            do throws(RecordError) {
                let file = try hosts.folder(job.host.name)
                    .read(LogFile.name(of: job.step, attempt: attempt, stream: stream))
                return try file.read(at: offset.bytes, most: 262_144)
            } catch  where error.code == .notFound {
                return []
            }
        }
    }

    /// Writes `summary.json`, `summary.txt` and `junit.xml`, each replaced as a whole.
    public func writeSummary(
        json: [UInt8], text: String, junit: String
    ) async throws(RecordError) {
        let folder = folder
        try await BlockingWork.run { () throws(RecordError) in
            try folder.replace("summary.json", with: json)
            try folder.replace("summary.txt", with: Array(text.utf8))
            try folder.replace("junit.xml", with: Array(junit.utf8))
        }
    }

    /// The name of the report in the run's folder.
    public static let reportName = "report.html"

    /// Writes `report.html`, replaced as a whole.
    public func writeReport(_ html: [UInt8]) async throws(RecordError) {
        let folder = folder
        try await BlockingWork.run { () throws(RecordError) in
            try folder.replace(RunFolder.reportName, with: html)
        }
    }

    /// Whether nothing of the run is left on any host, as ``markClean()`` says.
    public var isClean: Bool { (try? folder.read(Name.clean)) != nil }

    /// Notes that nothing of the run is left on any host.
    public func markClean() throws(RecordError) { try folder.replace(Name.clean, with: []) }

    private func decode<Value: Decodable>(
        _ type: Value.Type, from name: String
    ) throws(RecordError) -> Value {
        let bytes = try folder.read(name).readAll(most: RunFolder.largestFile)
        return try JSONFile.decode(type, from: bytes, of: "\(path)/\(name)")
    }
}
