import FleetCore

/// Getting in, losing the link, and getting in again.
extension JobStateMachine {
    /// For how long a host that was never got into is tried again, where its server is merely busy.
    ///
    /// `MaxStartups` drops connections at random under load, and a fleet that begins at once is such a load.
    static let patienceWithBusyServers = Duration.seconds(30)

    /// How long a host may take to answer the request; login scripts may sleep.
    static let answerTimeout = Duration.seconds(60)

    func onConnected(_ notices: [String], at now: ContinuousClock.Instant) -> Transition {
        guard case .connecting(var progress) = state else { return .to(state) }
        progress.askedAt = now
        return .to(
            .requesting(progress),
            doing: notices.map { .report(.notice($0)) } + [
                .request(attempt: progress.attempt, progress.request),
                .setTimer(.answer(attempt: progress.attempt), after: JobStateMachine.answerTimeout),
                .read(attempt: progress.attempt),
            ])
    }

    mutating func onConnectFailed(
        _ error: TransportError, at now: ContinuousClock.Instant
    ) -> Transition {
        guard case .connecting(var progress) = state else { return .to(state) }
        var outage = progress.outage ?? JobProgress.Outage(since: now)
        outage.failures += 1
        progress.outage = outage
        return tryAgain(progress, since: outage, because: error, at: now)
    }

    mutating func onConnectionLost(
        _ error: TransportError, at now: ContinuousClock.Instant
    ) -> Transition {
        switch state {
        case .requesting(var progress), .following(var progress), .ending(var progress, _):
            let wasRefused = error.code == .channelRefused || error.code == .commandRefused
            if case .requesting = state, !wasRefused {
                progress.hasAsked = true
                // A request for a start that the host is known to have made launches nothing.
                if !progress.isStarted {
                    progress.unansweredSince = progress.unansweredSince ?? progress.askedAt
                }
            }
            var outage = JobProgress.Outage(since: now)
            if let earlier = progress.outage {
                // An unanswered request is part of the same outage: a server that hangs up on each must not
                // be asked for ever without growing pauses.
                outage = earlier
                outage.failures += 1
            }
            progress.outage = outage
            let leave = Action.leave(attempt: progress.attempt, removingSpool: false)
            let retry = tryAgain(progress, since: outage, because: error, at: now)
            return .to(
                retry.next,
                doing: [leave, .report(.connectionLost(error.message))] + retry.actions)
        case .idle, .connecting, .pausing, .probing, .ended:
            return .to(state)
        }
    }

    /// Pauses before the next attempt, or gives up.
    private mutating func tryAgain(
        _ progress: JobProgress, since outage: JobProgress.Outage, because error: TransportError,
        at now: ContinuousClock.Instant
    ) -> Transition {
        var progress = progress
        let pause = backoff.pause(afterFailures: outage.failures)
        let away = outage.since.duration(to: now)
        if let end = givingUp(progress, away: away + pause, because: error) { return end }
        progress.attempt += 1
        return .to(
            .pausing(progress),
            doing: [
                .report(.reconnecting(after: pause, reason: error.message)),
                .setTimer(.reconnect(attempt: progress.attempt), after: pause),
            ])
    }

    /// The end of the job where another attempt makes no sense, or patience runs out before it.
    private func givingUp(
        _ progress: JobProgress, away: Duration, because error: TransportError
    ) -> Transition? {
        let rule = GivingUp(hasAsked: progress.hasAsked, patience: patience)
        switch rule.verdict(away: away, because: error) {
        case .again: return nil
        case .end(let outcome): return finish(outcome)
        case .outOfPatience where progress.outage?.isProbed != true:
            return .to(.probing(progress), doing: [.probe(attempt: progress.attempt)])
        case .outOfPatience: return finish(rule.lost(error.finding))
        }
    }

    /// The last look at a host: it says which layer is dead, or that it is worth a last attempt.
    func onProbed(_ verdict: String?) -> Transition {
        guard case .probing(var progress) = state else { return .to(state) }
        if let verdict {
            let rule = GivingUp(hasAsked: progress.hasAsked, patience: patience)
            return finish(rule.lost(verdict))
        }
        progress.outage?.isProbed = true
        progress.attempt += 1
        return .to(
            .connecting(progress),
            doing: [
                .report(.connecting(attempt: progress.attempt)),
                .connect(attempt: progress.attempt),
            ])
    }

    /// For how long a lost connection is sought again; `nil` for ever.
    private var patience: Duration? {
        switch (policy.reconnect, policy.onReboot) {
        case (.forever, _): nil
        case (.within(let patience), .expected(let reboot)): max(patience, reboot)
        case (.within(let patience), .report), (.within(let patience), .rerun): patience
        }
    }

    func onReconnectTimer() -> Transition {
        guard case .pausing(let progress) = state else { return .to(state) }
        return .to(
            .connecting(progress),
            doing: [
                .report(.connecting(attempt: progress.attempt)),
                .connect(attempt: progress.attempt),
            ])
    }

    /// The request ended on the host before the script's end was told.
    mutating func onRequestEnded(
        _ exit: RemoteExit, _ noise: String, at now: ContinuousClock.Instant
    ) -> Transition {
        switch state {
        case .requesting(let progress) where progress.boot == nil && exit.isCode:
            // It never answered, so it won't: no `sh`, a login shell that refuses, a forced command. What a signal
            // ended, or what ended without a status, might have answered (dropbear mixes up the ends of sessions).
            return finish(
                .unreachable(Unreachable(.request, JobStateMachine.refusal(exit, noise))),
                leaving: progress)
        case .requesting, .following, .ending:
            let words = "the host ended the request (\(exit.inWords))"
            return onConnectionLost(TransportError(.lost, words), at: now)
        case .idle, .connecting, .pausing, .probing, .ended:
            return .to(state)
        }
    }

    private static func refusal(_ exit: RemoteExit, _ noise: String) -> String {
        let shown = noise.isEmpty ? "without a word" : "saying: \(noise)"
        return "the login shell doesn't run commands: it ended (\(exit.inWords)) \(shown)"
    }
}
