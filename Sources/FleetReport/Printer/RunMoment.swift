package import FleetCore

/// How a run stands at one moment: what the status line tells.
package struct RunMoment: Hashable, Sendable {
    /// From when on a wait is worth a word on the status line: a reconnection that works takes less.
    package static let longWait = Duration.seconds(10)
    /// From when on it is worth a word that nobody prints anything.
    package static let longSilence = Duration.seconds(30)

    /// The jobs, counted.
    package let totals: RunTotals
    /// How long ago the run began.
    package let elapsed: Duration
    /// The jobs that have been without a connection for long.
    package let waits: LongWaits
    /// How much output comes, in bytes a second.
    package var rate: UInt64 = 0
    /// For how long no job has printed anything.
    package var silence = Duration.zero

    /// Looks at a run at `now`; `nil` before it has begun and once it has ended.
    package init?(_ summary: RunSummary, at now: Timestamp) {
        guard let start = summary.startedAt, !summary.isComplete else { return nil }
        totals = RunTotals(summary)
        elapsed = max(.zero, now.duration(since: start))
        waits = LongWaits(summary, at: now, for: RunMoment.longWait)
    }
}
