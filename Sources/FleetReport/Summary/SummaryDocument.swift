public import FleetCore
public import Foundation

/// The contents of `summary.json`, for programs.
///
/// Keys are never renamed; a change of meaning raises `version`.
public struct SummaryDocument: Hashable, Sendable, Codable {
    /// The version of this shape: 1.
    public let version: Int
    /// The run.
    public let run: RunID?
    /// When it began.
    public let startedAt: Timestamp?
    /// When its last event happened.
    public let endedAt: Timestamp?
    /// Whether the run's end was recorded.
    public let isComplete: Bool
    /// The exit status of the program: 0, 1, 3 or 130.
    public let exit: Int32
    /// Whether the operator interrupted it.
    public let interrupted: Bool
    /// How many jobs ended how: `{"ok": 4, "failed": 1}`; jobs without an end are counted under
    /// `unfinished`.
    public let totals: [String: Int]
    /// The jobs, in the order of the inventory.
    public let jobs: [Job]

    /// One job.
    public struct Job: Hashable, Sendable, Codable {
        /// The host.
        public let host: HostID
        /// The step.
        public let step: StepID
        /// The word for how it ended, or for where it is: `ok`, `failed`, …, `waiting`, `running`,
        /// `reconnecting`.
        public let status: String
        /// How it ended, in full, as in the events; absent while it hasn't.
        public let outcome: Outcome?
        /// Whether it failed and its step says to ignore that; absent otherwise.
        public let ignored: Bool?
        /// Why, in a few words, where the status doesn't say it.
        public let reason: String?
        /// Seconds from the first attempt to connect to the end.
        public let seconds: Double?
        /// Bytes of output, or of files that were copied.
        public let bytes: UInt64?
        /// Lines of output.
        public let lines: UInt64?
        /// How often the script was started.
        public let starts: Int
        /// How often a lost connection came back.
        public let reconnects: Int
        /// The reboots that were seen.
        public let reboots: [JobSummary.Reboot]
        /// What the operator was told about it.
        public let notices: [String]
        /// The files that it copied; absent for none.
        public let files: CopyTally?
        /// The log, or the folder of what was fetched, relative to the run's folder.
        public let log: String?
    }

    private enum CodingKeys: String, CodingKey {
        case version, run, exit, interrupted, totals, jobs
        case startedAt = "started_at"
        case endedAt = "ended_at"
        case isComplete = "complete"
    }

    /// Writes down what `summary` tells; `log` gives a job's log, relative to the run's folder.
    public init(_ summary: RunSummary, log: (JobID) -> String? = { _ in nil }) {
        version = 1
        run = summary.run
        startedAt = summary.startedAt
        endedAt = summary.lastEventAt
        isComplete = summary.isComplete
        exit = summary.programExit.rawValue
        interrupted = summary.interruptions > 0
        totals = Dictionary(
            summary.jobs.map { ($0.end?.outcome.word.rawValue ?? "unfinished", 1) },
            uniquingKeysWith: +)
        jobs = summary.jobs.map { job in
            Job(
                host: job.job.host, step: job.job.step, status: job.statusWord,
                outcome: job.end?.outcome, ignored: job.end?.isIgnored == true ? true : nil,
                reason: job.end?.outcome.detail,
                seconds: job.end?.duration.seconds, bytes: job.end?.bytes, lines: job.end?.lines,
                starts: job.starts, reconnects: job.reconnects, reboots: job.reboots,
                notices: job.notices, files: job.copies.isEmpty ? nil : job.copies,
                log: log(job.job))
        }
    }

    /// The document as indented JSON with sorted keys and a final newline.
    public func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + [UInt8(ascii: "\n")]
    }
}
