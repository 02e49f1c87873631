import FleetCore

/// Timers, and ends that we ask for.
extension JobStateMachine {
    /// How long ending a script may take: TERM, the grace that follows it, KILL, and a look around.
    static let endTimeout = Duration.seconds(30)

    func onTimer(_ timer: Timer, at now: ContinuousClock.Instant) -> Transition {
        switch timer {
        case .reconnect: onReconnectTimer()
        case .answer: onAnswerTimer()
        case .idle: onIdleTimer(at: now)
        case .total: onEndWanted(.timeout)
        case .end: onEndTimer()
        }
    }

    private func onAnswerTimer() -> Transition {
        guard case .requesting(let progress) = state else { return .to(state) }
        let limit = JobStateMachine.answerTimeout.inWords
        let outcome = Outcome.lost(
            "logged in, but no answer to the request within \(limit); "
                + "whether the script has started is not known")
        return finish(outcome, leaving: progress)
    }

    /// Silence counts only while the host is listened to: what it printed meanwhile isn't known.
    private func onIdleTimer(at now: ContinuousClock.Instant) -> Transition {
        guard let idle = policy.idleTimeout, let progress = state.progress else {
            return .to(state)
        }
        let timer = Timer.idle(start: progress.start)
        guard case .following = state, let heardAt = progress.heardAt else {
            return .to(state, doing: [.setTimer(timer, after: idle)])
        }
        let left = idle - heardAt.duration(to: now)
        guard left <= .zero else { return .to(state, doing: [.setTimer(timer, after: left)]) }
        return onEndWanted(.idleTimeout)
    }

    /// The script is to end before its own end.
    func onEndWanted(_ reason: EndReason) -> Transition {
        guard var progress = state.progress, progress.endReason == nil else {
            return state == .idle ? finish(reason.outcome) : .to(state)
        }
        if reason != .cancelled, policy.onTimeout == .leave {
            let words = "left running on the host in tmux, as on_timeout says"
            return finish(reason.outcome, leaving: progress, doing: [.report(.notice(words))])
        }
        progress.endReason = reason
        switch state {
        case .following: return end(progress, doing: [.report(.ending(reason))])
        case .connecting where !progress.hasAsked, .pausing where !progress.hasAsked,
            .probing where !progress.hasAsked:
            return finish(reason.outcome)
        case .connecting where progress.rebootAwaitedSince != nil,
            .pausing where progress.rebootAwaitedSince != nil,
            .probing where progress.rebootAwaitedSince != nil:
            // The script is over: there is nothing to end.
            return finish(reason.outcome)
        case .connecting: return .to(.connecting(progress), doing: [.report(.ending(reason))])
        case .pausing: return .to(.pausing(progress), doing: [.report(.ending(reason))])
        case .probing: return .to(.probing(progress), doing: [.report(.ending(reason))])
        case .requesting: return .to(.requesting(progress), doing: [.report(.ending(reason))])
        case .idle, .ending, .ended: return .to(state)
        }
    }

    /// Asks the host to end the script; its output is read on meanwhile.
    func end(_ progress: JobProgress, doing actions: [Action] = []) -> Transition {
        end(progress, Ending(isRepeated: progress.isEndAsked), doing: actions)
    }

    /// Asks the host never to start the script, which is not there.
    func withdraw(_ progress: JobProgress, doing actions: [Action]) -> Transition {
        end(progress, Ending(isWithdrawal: true), doing: actions)
    }

    private func end(
        _ progress: JobProgress, _ ending: Ending, doing actions: [Action]
    ) -> Transition {
        var progress = progress
        progress.isEndAsked = true
        return .to(
            .ending(progress, ending),
            doing: actions + [
                .endScript(attempt: progress.attempt, start: progress.start),
                .setTimer(.end(attempt: progress.attempt), after: JobStateMachine.endTimeout),
            ])
    }

    func onEndAnswered(_ answer: EndAnswer) -> Transition {
        guard case .ending(let progress, var ending) = state else { return .to(state) }
        ending.answer = answer
        return ending.isWithdrawal
            ? concludeWithdrawal(progress, answer) : concludeEnding(progress, ending)
    }

    /// Waits until both the host's word and the script's end are there, so that no output is cut off.
    func concludeEnding(_ progress: JobProgress, _ ending: Ending) -> Transition {
        guard let answer = ending.answer, let exit = ending.exit else {
            return .to(.ending(progress, ending))
        }
        guard let reason = progress.endReason else { return .to(state) }
        let outcome: Outcome
        switch answer {
        case .alreadyEnded where exit.isSuccess || ending.isRepeated:
            outcome = endedWell(exit, progress) ? .ok : reason.outcome
        case .alreadyEnded: outcome = .failed(exit)
        case .ended: outcome = reason.outcome
        case .survived(let what):
            let words = "not all that the script started could be ended on the host: \(what)"
            return finish(
                reason.outcome, leaving: progress, doing: [.report(.notice(words))])
        }
        return finish(outcome, leaving: progress, removingSpool: removesSpool(progress))
    }

    private func concludeWithdrawal(
        _ progress: JobProgress, _ answer: EndAnswer
    ) -> Transition {
        guard let reason = progress.endReason else { return .to(state) }
        let words: String? =
            switch answer {
            case .ended: nil
            case .alreadyEnded:
                "the script had started after all, and ended; its output was not read"
            case .survived(let what): "whether the script has started is not known: \(what)"
            }
        return finish(
            reason.outcome, leaving: progress, doing: words.map { [.report(.notice($0))] } ?? [])
    }

    private func onEndTimer() -> Transition {
        guard case .ending(let progress, _) = state, let reason = progress.endReason else {
            return .to(state)
        }
        let words =
            "the host didn't confirm within \(JobStateMachine.endTimeout.inWords) "
            + "that the script has ended"
        return finish(reason.outcome, leaving: progress, doing: [.report(.notice(words))])
    }
}
