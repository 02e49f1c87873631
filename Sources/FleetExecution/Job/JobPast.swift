public import FleetCore

/// What an earlier controller has left of a job: its events, folded, and what is in its logs.
///
/// It may have died at any moment, so what isn't certain is taken for the worse: a job that was being sought may
/// have been asked to start, and must not start twice.
public struct JobPast: Hashable, Sendable {
    /// The number of the script's latest start.
    public private(set) var start = 1
    /// Whether the host is known to have made that start.
    public private(set) var isStarted = false
    /// How it ended, once it did.
    public private(set) var end: JobEnd?
    /// What the latest start's log of standard output and, where that is kept apart, of standard error hold.
    public var logs: [OutputStream: LogContent] = [:]

    /// When the job is resumed.
    private let now: Timestamp
    /// When the job was first sought.
    private var beganAt: Timestamp?
    /// When the latest start was first sought: from then on the host may have been asked for it.
    private var soughtAt: Timestamp?
    private var startedAt: Timestamp?
    /// Whether a request for the latest start may have gone unanswered.
    private var mayBeUnanswered = false
    private var reboots = 0
    private var hasRebooted = false
    private var boot: BootIdentity?
    /// Why the script was to be ended: the host may have been asked to do it.
    private var endReason: EndReason?

    /// Creates the past of a job for which nothing has been done, as seen at `now`.
    public init(seenAt now: Timestamp) { self.now = now }

    /// Whether anything has been done for the job.
    public var hasBegun: Bool { beganAt != nil }

    /// Takes the next event of the job into account, which happened at `time`.
    public mutating func record(_ event: JobEvent, at time: Timestamp) {
        switch event {
        case .connecting:
            beganAt = beganAt ?? time
            soughtAt = soughtAt ?? time
            // It was lost, and is sought again.
            end = nil
        case .connected(let boot): self.boot = boot
        case .started(let attempt):
            start = attempt
            isStarted = true
            startedAt = startedAt ?? time
        case .startingAgain(let attempt, _):
            start = attempt
            isStarted = false
            reboots += hasRebooted ? 1 : 0
            hasRebooted = false
            soughtAt = time
            startedAt = nil
            mayBeUnanswered = false
        case .connectionLost: if !isStarted { mayBeUnanswered = true }
        case .rebooted(_, let after):
            hasRebooted = true
            boot = after
        case .ending(let reason): endReason = reason
        case .ended(let end): self.end = end
        case .reconnecting, .reconnected, .notice, .pushed, .fetched, .skippedEqual: break
        }
    }

    /// How long ago the job was first sought.
    var age: Duration { age(of: beganAt) }

    /// The bytes and lines in the logs.
    var tally: OutputTally {
        var tally = logs[.standardOutput]?.tally ?? OutputTally()
        if let error = logs[.standardError]?.tally { tally.add(error) }
        return tally
    }

    /// How long ago the host may first have been asked for the latest start; `nil` where the clock was set back
    /// since, so that nobody knows.
    private var ageOfRequests: Duration? {
        soughtAt.flatMap { $0 <= now ? now.duration(since: $0) : nil }
    }

    /// Longer ago than any boot.
    private static let longAgo = Duration.seconds(100 * 365 * 86_400)

    /// A clock that was set back makes nothing younger than now.
    private func age(of time: Timestamp?) -> Duration {
        time.map { max(.zero, now.duration(since: $0)) } ?? .zero
    }
}

extension JobProgress {
    /// What is known of a job that is taken up at `now`.
    init(_ past: JobPast, at now: ContinuousClock.Instant) {
        self.init()
        guard past.hasBegun else { return }
        past.fill(&self, at: now)
    }
}

extension JobPast {
    fileprivate func fill(_ progress: inout JobProgress, at now: ContinuousClock.Instant) {
        progress.start = start
        progress.hasAsked = true
        // Output in the log was printed by a script that had started, whatever the journal lost.
        progress.isStarted = isStarted || logs.values.contains { $0.tally.bytes > 0 }
        if !isStarted || mayBeUnanswered {
            progress.unansweredSince = now - (ageOfRequests ?? JobPast.longAgo)
        }
        if progress.isStarted { progress.startedAt = now - age(of: startedAt) }
        progress.reboots = reboots
        progress.hasRebooted = hasRebooted
        progress.boot = boot
        progress.endReason = endReason
        progress.isEndAsked = endReason != nil
        progress.outage = JobProgress.Outage(since: now)
        progress.offset = SpoolOffset(bytes: logs[.standardOutput]?.tally.bytes ?? 0)
        progress.errorOffset = SpoolOffset(bytes: logs[.standardError]?.tally.bytes ?? 0)
        progress.unverified = LogPrefixes(
            checksum: (logs[.standardOutput] ?? LogContent()).checksum.value,
            errorChecksum: (logs[.standardError] ?? LogContent()).checksum.value)
    }
}
