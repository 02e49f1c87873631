import FleetCore

/// A job that is not on the host: never started there, or forgotten.
extension JobStateMachine {
    /// How much later than it did a machine may seem to have booted: clocks drift apart, and are rounded.
    private static func drift(over time: Duration) -> Duration { .seconds(1) + time / 1_000 }

    func onMissing(
        _ progress: JobProgress, _ header: AnswerHeader, at now: ContinuousClock.Instant,
        doing actions: [Action]
    ) -> Transition {
        if progress.isStarted {
            guard progress.hasRebooted else {
                let words = "the job's folder is gone from the host"
                return finish(.lost(words), leaving: progress, doing: actions)
            }
            return cutShortByReboot(progress, doing: actions)
        }
        if progress.endReason != nil { return withdraw(progress, doing: actions) }
        guard progress.knowingBoot != header.boot, let since = progress.unansweredSince,
            hasBeenUp(header, since: since, at: now)
        else {
            let words =
                "the machine may have rebooted while the script was being launched; "
                + "whether it had started is not known"
            return finish(.lost(words), leaving: progress, doing: actions)
        }
        // Now that this boot is known to have seen all requests, the script may be started under it.
        var next = progress
        next.knowingBoot = header.boot
        next.attempt += 1
        return .to(
            .connecting(next),
            doing: actions + [
                .leave(attempt: progress.attempt, removingSpool: false),
                .connect(attempt: next.attempt),
            ])
    }

    /// Whether the machine had booted before `since`, by its own account at some moment before `now`.
    private func hasBeenUp(
        _ header: AnswerHeader, since: ContinuousClock.Instant, at now: ContinuousClock.Instant
    ) -> Bool {
        guard let uptime = header.uptime else { return false }
        let latestBoot = now - uptime
        return latestBoot + JobStateMachine.drift(over: since.duration(to: now)) < since
    }
}
