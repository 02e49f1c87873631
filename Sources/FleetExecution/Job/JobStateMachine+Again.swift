import FleetCore

/// Reboots, and further starts of the script.
extension JobStateMachine {
    /// A reboot came before the script's end.
    func cutShortByReboot(_ progress: JobProgress, doing actions: [Action] = []) -> Transition {
        switch policy.onReboot {
        case .expected:
            return finish(
                .ok, leaving: progress, removingSpool: removesSpool(progress), doing: actions)
        case .rerun(let most) where progress.reboots < most:
            return startAgain(
                progress, because: "cut short by a reboot: started again, as on_reboot says",
                doing: actions)
        case .rerun, .report:
            return finish(.rebooted, leaving: progress, doing: actions)
        }
    }

    /// Makes the next start through an attempt of its own: connections are shared, so it costs a channel.
    func startAgain(
        _ progress: JobProgress, because reason: String, removingSpool: Bool = false,
        doing actions: [Action] = []
    ) -> Transition {
        var next = progress
        next.beginNextStart()
        next.attempt += 1
        return .to(
            .connecting(next),
            doing: actions + [
                // First: should this program die now, the next one must not ask for what has been removed.
                .report(.startingAgain(attempt: next.start, reason: reason)),
                .leave(attempt: progress.attempt, removingSpool: removingSpool),
                .connect(attempt: next.attempt),
            ])
    }

    /// The script is over, and its reboot is still to come: the host is asked now and then.
    mutating func awaitReboot(
        _ progress: JobProgress, within limit: Duration, at now: ContinuousClock.Instant
    ) -> Transition {
        var progress = progress
        let since = progress.rebootAwaitedSince ?? now
        guard since.duration(to: now) < limit else {
            let words = "the script ended, but the machine did not reboot within \(limit.inWords)"
            return finish(.timeout, leaving: progress, doing: [.report(.notice(words))])
        }
        let leave = Action.leave(attempt: progress.attempt, removingSpool: false)
        progress.rebootAwaitedSince = since
        progress.attempt += 1
        // The longer it has been waited for, the less often it is asked for.
        let pause = min(limit, max(.seconds(1), since.duration(to: now) / 8))
        return .to(
            .pausing(progress),
            doing: [leave, .setTimer(.reconnect(attempt: progress.attempt), after: pause)])
    }
}
