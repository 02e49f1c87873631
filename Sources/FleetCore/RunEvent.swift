/// Something that happened in a run, in the order in which it happened.
///
/// Reports are functions of these events and of the logs alone; `events.ndjson` holds one a line.
public struct RunEvent: Hashable, Sendable {
    /// When, by the controller's clock.
    public let time: Timestamp
    /// What.
    public let kind: Kind

    /// Creates an event.
    public init(at time: Timestamp, _ kind: Kind) {
        self.time = time
        self.kind = kind
    }

    /// What may happen to a run.
    public enum Kind: Hashable, Sendable {
        /// The run began with these jobs, in the order of the inventory; all of them will end.
        case runStarted(RunID, jobs: [JobID])
        /// Something happened to one job.
        case job(JobID, JobEvent)
        /// The next part of the playbook began.
        case batchStarted(BatchMark)
        /// The operator pressed Ctrl-C, or a signal asked to end: how often so far.
        case interrupted(count: Int)
        /// The last job ended.
        case runEnded
    }
}

/// Something that happened to one job.
///
/// A job's output is not an event: it goes to the job's log and to the printer as bytes.
public enum JobEvent: Hashable, Sendable {
    /// An attempt to connect began; the first has number 1.
    case connecting(attempt: Int)
    /// The host let us in and answered the request.
    case connected(BootIdentity)
    /// The script was started, by us or by an earlier attempt; `attempt` counts its starts.
    case started(attempt: Int)
    /// What was started has ended or was cut short, and the script is about to be started again: as the
    /// `attempt`-th start, for this reason.
    case startingAgain(attempt: Int, reason: String)
    /// The connection was lost, with the reason.
    case connectionLost(String)
    /// The next attempt to connect is made after this pause; the text says why the last one failed.
    case reconnecting(after: Duration, reason: String)
    /// The connection is back, after this long without one.
    case reconnected(away: Duration)
    /// The machine's boot identity changed.
    case rebooted(before: BootIdentity, after: BootIdentity)
    /// The script is to be ended before its own end; from here on that is so, whoever controls the run.
    case ending(EndReason)
    /// Something that the operator should know once: a missing tmux, a learned host key.
    case notice(String)
    /// A file was copied to the host, and is what it is here.
    case pushed(FileCopy)
    /// A file was copied from the host, and is what it is there.
    case fetched(FileCopy)
    /// A file was not copied: both sides have the same already.
    case skippedEqual(FileCopy)
    /// The job ended; nothing follows.
    case ended(JobEnd)
}

/// A job's end, with what the summary needs of it.
public struct JobEnd: Hashable, Sendable {
    /// How it ended.
    public let outcome: Outcome
    /// How long it took, from the first attempt to connect to the end.
    public let duration: Duration
    /// How many bytes of output the log holds; for a step that copies, how many bytes of files were copied.
    public let bytes: UInt64
    /// How many lines of output the log holds; a last one without a newline counts.
    public let lines: UInt64
    /// Whether the script failed and its step says that this is no trouble: `on_failure: ignore`.
    public var isIgnored = false

    /// Creates an end.
    public init(outcome: Outcome, duration: Duration, bytes: UInt64, lines: UInt64) {
        self.outcome = outcome
        self.duration = duration
        self.bytes = bytes
        self.lines = lines
    }
    /// How many bytes were printed.
    public var outputBytes: UInt64 { lines > 0 ? bytes : 0 }
    /// How many bytes of files were copied: a step that copies prints nothing, and what prints has a line.
    public var copiedBytes: UInt64 { lines > 0 ? 0 : bytes }
    /// Whether all is as it should be.
    public var isGood: Bool { outcome.isGood || isIgnored }
}
