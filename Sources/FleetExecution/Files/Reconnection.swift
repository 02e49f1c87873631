import FleetCore

/// Decides whether, and when, a host whose files are copied is tried again: as for a job.
///
/// An outage ends with progress, not with a login: a server that hangs up on each is not asked for ever without
/// growing pauses.
struct Reconnection: Hashable, Sendable {
    private let patience: Duration?
    private var backoff: Backoff
    private var hasAsked = false
    private var outage: Outage?

    /// A time without progress.
    private struct Outage: Hashable {
        let since: ContinuousClock.Instant
        var failures = 0
    }

    /// What is done next.
    enum Verdict: Hashable {
        /// The next attempt is made after this long.
        case again(after: Duration)
        /// No other attempt is made.
        case end(Outcome)
    }

    /// Creates the decisions of one job; the jitter of its pauses follows from `seed`.
    init(policy: JobPolicy, seed: UInt64) {
        switch policy.reconnect {
        case .forever: patience = nil
        case .within(let duration): patience = duration
        }
        backoff = Backoff(seed: seed)
    }

    /// How long there has been no progress; `nil` without an outage.
    func away(at now: ContinuousClock.Instant) -> Duration? { outage?.since.duration(to: now) }

    /// Something was got from the host, or brought to it.
    mutating func progressed() {
        hasAsked = true
        outage = nil
    }

    /// The host wasn't got into.
    mutating func failed(_ error: TransportError, at now: ContinuousClock.Instant) -> Verdict {
        var outage = outage ?? Outage(since: now)
        outage.failures += 1
        return verdict(outage, error, at: now)
    }

    /// A connection ended.
    mutating func lost(_ error: TransportError, at now: ContinuousClock.Instant) -> Verdict {
        // A server that opens no channel was asked nothing.
        if error.code != .channelRefused, error.code != .commandRefused { hasAsked = true }
        guard outage == nil else { return failed(error, at: now) }
        return verdict(Outage(since: now), error, at: now)
    }

    private mutating func verdict(
        _ outage: Outage, _ error: TransportError, at now: ContinuousClock.Instant
    ) -> Verdict {
        self.outage = outage
        let pause = backoff.pause(afterFailures: outage.failures)
        let away = outage.since.duration(to: now) + pause
        let rule = GivingUp(hasAsked: hasAsked, patience: patience)
        return switch rule.verdict(away: away, because: error) {
        case .again: .again(after: pause)
        case .end(let outcome): .end(outcome)
        case .outOfPatience: .end(rule.lost(error.finding))
        }
    }
}
