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
    ///
    /// - Parameter pause: How long to wait before it.
    func startAgain(
        _ progress: JobProgress, because reason: String, after pause: Duration = .zero,
        removingSpool: Bool = false, doing actions: [Action] = []
    ) -> Transition {
        var next = progress
        next.beginNextStart()
        next.attempt += 1
        let again =
            actions + [
                // First: should this program die now, the next one must not ask for what has been removed.
                .report(.startingAgain(attempt: next.start, reason: reason)),
                .leave(attempt: progress.attempt, removingSpool: removingSpool),
            ]
        guard pause > .zero else {
            return .to(.connecting(next), doing: again + [.connect(attempt: next.attempt)])
        }
        let timer = Timer.reconnect(attempt: next.attempt)
        return .to(.pausing(next), doing: again + [.setTimer(timer, after: pause)])
    }

    /// The script is over, and a reboot may still be to come: the host is asked now and then.
    ///
    /// - Returns: `nil` once it has been waited for long enough, or the operator wants the job ended.
    mutating func awaitReboot(
        _ progress: JobProgress, within limit: Duration, at now: ContinuousClock.Instant,
        saying words: String? = nil
    ) -> Transition? {
        var progress = progress
        let since = progress.rebootAwaitedSince ?? now
        guard since.duration(to: now) < limit, progress.endReason == nil else { return nil }
        let notice = progress.rebootAwaitedSince == nil ? words : nil
        let leave = Action.leave(attempt: progress.attempt, removingSpool: false)
        progress.rebootAwaitedSince = since
        progress.attempt += 1
        // The longer it has been waited for, the less often it is asked for.
        let pause = min(limit, max(.seconds(1), since.duration(to: now) / 8))
        return .to(
            .pausing(progress),
            doing: [leave] + (notice.map { [.report(.notice($0))] } ?? []) + [
                .setTimer(.reconnect(attempt: progress.attempt), after: pause)
            ])
    }

    /// How long a shutdown takes from ending processes to ending the SSH server.
    ///
    /// Until then a host that is being shut down still lets us in, under its old boot identity.
    static let shutdownTime = Duration.seconds(15)

    /// The end may be a shutdown's doing: what it is, is known when the machine has rebooted, or hasn't.
    ///
    /// - Returns: `nil` when the machine hasn't rebooted in time.
    mutating func awaitShutdown(
        _ progress: JobProgress, after end: String, at now: ContinuousClock.Instant
    ) -> Transition? {
        // The reboot itself was reported when the host answered.
        if progress.hasRebooted { return cutShortByReboot(progress) }
        let limit = JobStateMachine.shutdownTime
        return awaitReboot(
            progress, within: limit, at: now,
            saying: "\(end); that may be a shutdown: asking for \(limit.inWords) whether it is")
    }

    /// Whether a shutdown ends scripts in this way, and the job's policy makes it matter.
    func looksLikeShutdown(_ exit: ExitStatus) -> Bool {
        guard policy.onReboot != .report, case .signal(let signal) = exit else { return false }
        return ["HUP", "TERM", "KILL"].contains { SignalNumber($0) == signal }
    }
}
