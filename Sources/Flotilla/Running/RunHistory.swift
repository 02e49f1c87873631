public import FleetCore
import FleetExecution
public import FleetRecord

/// What a run's folder tells about its jobs.
public struct RunHistory: Sendable {
    /// The jobs that have an end, and how they ended.
    public private(set) var ends: [JobID: JobEnd] = [:]
    /// All jobs that were asked for, in their order.
    public let jobs: [JobID]
    private(set) var pasts: [JobID: JobPast] = [:]

    /// Reads the history of the run in `folder`.
    ///
    /// - Throws: `RecordError`.
    public init(of folder: RunFolder) throws {
        jobs = try folder.request().jobs
        let now = Timestamp.now
        for event in try folder.events() {
            guard case .job(let job, let jobEvent) = event.kind else { continue }
            pasts[job, default: JobPast(seenAt: now)].record(jobEvent, at: event.time)
        }
        ends = pasts.compactMapValues(\.end)
    }

    /// The jobs that have not ended: running, sought, or never started.
    public var unfinished: [JobID] { jobs.filter { ends[$0] == nil } }

    /// The jobs of which something may still be to come: those that have not ended, and those that were lost, for their
    /// hosts may be back.
    public var open: [JobID] { jobs.filter { ends[$0].map { $0.outcome.word == .lost } ?? true } }

    /// The jobs that have not ended well: those that have not ended as well.
    public var unsuccessful: [JobID] { jobs.filter { ends[$0]?.isGood != true } }

    /// Whether anything has been done for a job.
    func hasBegun(_ job: JobID) -> Bool { pasts[job]?.hasBegun == true }

    /// How often the script of a job may have been started, at least once.
    func starts(of job: JobID) -> Int { pasts[job]?.start ?? 1 }

    /// What is left of a job for whoever resumes it, its logs included; `nil` for one that never began.
    ///
    /// - Throws: `RecordError` where a log can't be read.
    func past(of job: JobID, in folder: RunFolder) async throws(RecordError) -> JobPast? {
        guard var past = pasts[job], past.hasBegun else { return nil }
        for stream in OutputStream.allCases {
            var content = LogContent()
            var offset = SpoolOffset()
            while true {
                let piece = try await folder.readLog(
                    of: job, attempt: past.start, stream: stream, at: offset)
                if piece.isEmpty { break }
                content.add(piece)
                offset.advance(by: piece.count)
            }
            past.logs[stream] = content
        }
        return past
    }
}
