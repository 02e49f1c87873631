import FleetCore

/// What is known of a job, whatever its connection does.
struct JobProgress: Hashable, Sendable {
    /// The number of the latest attempt to connect; the first has number 1.
    var attempt = 1
    /// The number of the script's latest start; the first has number 1.
    var start = 1
    /// Whether a request may have reached the host: from then on an unknown end is a loss.
    var hasAsked = false
    /// When the latest request was made.
    var askedAt: ContinuousClock.Instant?
    /// Since when a request for this start has been unanswered: its launcher may still be about to run.
    var unansweredSince: ContinuousClock.Instant?
    /// The boot that is known to have begun before then: under it the host knows what has been started.
    var knowingBoot: BootIdentity?
    /// Whether the host is known to have made that start.
    var isStarted = false
    /// How much of that start's output is in the log.
    var offset = SpoolOffset()
    /// How much of its standard error is in the log, where that is kept apart.
    var errorOffset = SpoolOffset()
    /// What the logs of an earlier controller come to, until the host has compared them with its own.
    var unverified: LogPrefixes?
    /// How many reboots have cut earlier starts short.
    var reboots = 0
    /// Whether the machine has rebooted since this start.
    var hasRebooted = false
    /// Since when the script has been over and a reboot is waited for.
    var rebootAwaitedSince: ContinuousClock.Instant?
    /// The boot identity that the host had when it was last seen.
    var boot: BootIdentity?
    /// When the script was seen to start.
    var startedAt: ContinuousClock.Instant?
    /// When output last arrived, or the follower was last connected.
    var heardAt: ContinuousClock.Instant?
    /// Since when the host hasn't been reached; `nil` while it is.
    var outage: Outage?
    /// Why the script is to be ended, once that is so.
    var endReason: EndReason?
    /// Whether the host was asked to end it.
    var isEndAsked = false

    /// A time without a connection.
    struct Outage: Hashable, Sendable {
        let since: ContinuousClock.Instant
        var failures = 0
        /// Whether a last look said that the host is there after all.
        var isProbed = false
    }

    /// What is to be asked of the host.
    var request: JobStateMachine.Request {
        JobStateMachine.Request(
            start: start, reboots: reboots, offset: offset, errorOffset: errorOffset,
            launch: launch, unverified: unverified)
    }

    private var launch: Launch {
        if isStarted || endReason != nil { return .never }
        guard unansweredSince != nil else { return .always }
        return knowingBoot.map { .under($0) } ?? .never
    }

    /// Counts output that is in the log.
    mutating func advance(by bytes: Int, of stream: OutputStream) {
        switch stream {
        case .standardOutput: offset.advance(by: bytes)
        case .standardError: errorOffset.advance(by: bytes)
        }
    }

    /// Goes on to the script's next start, whose output begins anew.
    mutating func beginNextStart() {
        start += 1
        reboots += hasRebooted ? 1 : 0
        hasRebooted = false
        isStarted = false
        offset = SpoolOffset()
        errorOffset = SpoolOffset()
        unansweredSince = nil
        knowingBoot = nil
        unverified = nil
        rebootAwaitedSince = nil
        startedAt = nil
        heardAt = nil
    }
}
