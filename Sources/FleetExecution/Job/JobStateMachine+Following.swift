import FleetCore

/// The host's answer, the output, and the script's end.
extension JobStateMachine {
    func onAnswered(_ header: AnswerHeader, at now: ContinuousClock.Instant) -> Transition {
        guard case .requesting(var progress) = state else { return .to(state) }
        var actions: [Action] = []
        if progress.boot == nil {
            actions.append(.report(.connected(header.boot)))
        } else if let outage = progress.outage {
            actions.append(.report(.reconnected(away: outage.since.duration(to: now))))
        }
        let before = progress.boot ?? header.bootAtStart
        if let before, before != header.boot {
            actions.append(.report(.rebooted(before: before, after: header.boot)))
            progress.hasRebooted = true
        }
        actions += header.noticeTexts.map { .report(.notice($0)) }
        progress.hasAsked = true
        progress.boot = header.boot
        progress.outage = nil
        progress.heardAt = now
        progress.unverified = nil

        switch header.state {
        case .started, .running, .exited, .interrupted, .gone:
            if let size = header.size, size < progress.offset.bytes {
                // What comes now is not what followed the log's last byte, and its end may never be seen.
                let words =
                    "the host holds less of the output than the log here: \(size) of "
                    + "\(progress.offset) bytes; its spool was cut or replaced"
                return finish(.lost(words), leaving: progress, doing: actions)
            }
            actions += noteStart(&progress, at: now)
            return follow(progress, header, doing: actions)
        case .missing:
            return onMissing(progress, header, at: now, doing: actions)
        case .withdrawn:
            let outcome = progress.endReason?.outcome ?? .cancelled
            return finish(outcome, leaving: progress, doing: actions)
        case .differs:
            let words =
                "the log here does not begin as the output on the host does, so nothing was added to it: "
                + "one of the two was changed since"
            return finish(.lost(words), leaving: progress, doing: actions)
        case .failed, .ended, .surviving, .removed:
            let why = header.failureText
            let outcome: Outcome =
                progress.isStarted ? .lost(why) : .unreachable(Unreachable(.request, why))
            return finish(outcome, leaving: progress, doing: actions)
        }
    }

    /// Notes that the host has made the start, and sets the clocks that run from it.
    private func noteStart(
        _ progress: inout JobProgress, at now: ContinuousClock.Instant
    ) -> [Action] {
        guard !progress.isStarted else { return [] }
        progress.isStarted = true
        progress.startedAt = now
        return [.report(.started(attempt: progress.start))] + clocks(of: progress, at: now)
    }

    /// Sets the clocks that run from a script's start.
    func clocks(of progress: JobProgress, at now: ContinuousClock.Instant) -> [Action] {
        var actions: [Action] = []
        if let idle = policy.idleTimeout {
            actions.append(.setTimer(.idle(start: progress.start), after: idle))
        }
        if let total = policy.timeout {
            let past = progress.startedAt?.duration(to: now) ?? .zero
            actions.append(
                .setTimer(.total(start: progress.start), after: max(.zero, total - past)))
        }
        return actions
    }

    private func follow(
        _ progress: JobProgress, _ header: AnswerHeader, doing actions: [Action]
    ) -> Transition {
        let read = Action.read(attempt: progress.attempt)
        guard progress.endReason != nil, header.state == .started || header.state == .running else {
            return .to(.following(progress), doing: actions + [read])
        }
        // It was to be ended while the link was down.
        return end(progress, doing: actions + [read])
    }

    func onReceived(
        _ bytes: Int, from stream: OutputStream, at now: ContinuousClock.Instant
    ) -> Transition {
        switch state {
        case .following(var progress):
            progress.advance(by: bytes, of: stream)
            progress.heardAt = now
            return .to(.following(progress), doing: [.read(attempt: progress.attempt)])
        case .ending(var progress, let ending):
            progress.advance(by: bytes, of: stream)
            return .to(.ending(progress, ending), doing: [.read(attempt: progress.attempt)])
        case .requesting(let progress):
            return .to(state, doing: [.read(attempt: progress.attempt)])
        case .idle, .connecting, .pausing, .probing, .ended:
            return .to(state)
        }
    }

    mutating func onScriptEnded(
        _ exit: ExitStatus, at now: ContinuousClock.Instant
    ) -> Transition {
        switch state {
        case .following(let progress):
            if let reason = progress.endReason,
                progress.isEndAsked || progress.rebootAwaitedSince != nil
            {
                // The link broke while it was being ended: the host's word on it is not known, its end is.
                return finish(
                    endedWell(exit, progress) ? .ok : reason.outcome, leaving: progress,
                    removingSpool: removesSpool(progress))
            }
            if exit.isSuccess, case .expected(let limit) = policy.onReboot, !progress.hasRebooted {
                if let waiting = awaitReboot(progress, within: limit, at: now) { return waiting }
                let words =
                    "the script ended, but the machine did not reboot within \(limit.inWords)"
                return finish(.timeout, leaving: progress, doing: [.report(.notice(words))])
            }
            if looksLikeShutdown(exit),
                let waiting = awaitShutdown(progress, after: "\(exit)", at: now)
            {
                return waiting
            }
            if !exit.isSuccess, progress.start - progress.reboots <= policy.retries {
                return startAgain(
                    progress, because: "\(exit): started again, as retries says",
                    after: policy.delay, removingSpool: removesSpool(progress))
            }
            return finish(
                exit.isSuccess ? .ok : .failed(exit), leaving: progress,
                removingSpool: removesSpool(progress))
        case .ending(let progress, var ending):
            ending.exit = exit
            return concludeEnding(progress, ending)
        case .idle, .connecting, .requesting, .pausing, .probing, .ended:
            return .to(state)
        }
    }

    /// Whether the step did what it is for; one that is meant to reboot the machine did so only then.
    func endedWell(_ exit: ExitStatus, _ progress: JobProgress) -> Bool {
        guard case .expected = policy.onReboot else { return exit.isSuccess }
        return exit.isSuccess && progress.hasRebooted
    }

    mutating func onRunnerGone(
        _ reason: AnswerDecoder.GoneReason, at now: ContinuousClock.Instant
    ) -> Transition {
        switch (state, reason) {
        case (.following(let progress), .reboot):
            // The reboot itself was reported when the host answered.
            return cutShortByReboot(progress)
        case (.ending(let progress, _), .reboot):
            // The machine ended what we were asked to end.
            return finish(progress.endReason?.outcome ?? .rebooted, leaving: progress)
        case (.following(let progress), .runner):
            return awaitShutdown(progress, after: reason.words, at: now)
                ?? finish(.lost(reason.words), leaving: progress)
        case (.ending(let progress, _), .runner):
            return finish(.lost(reason.words), leaving: progress)
        case (.idle, _), (.connecting, _), (.requesting, _), (.pausing, _), (.probing, _),
            (.ended, _):
            return .to(state)
        }
    }

    /// Ends the job.
    ///
    /// The end is recorded before the spool goes: whoever resumes the run never asks for what was removed.
    func finish(
        _ outcome: Outcome, leaving progress: JobProgress? = nil, removingSpool: Bool = false,
        doing actions: [Action] = []
    ) -> Transition {
        let leave = progress.map {
            [Action.leave(attempt: $0.attempt, removingSpool: removingSpool)]
        }
        return .to(.ended, doing: actions + [.finish(outcome)] + (leave ?? []))
    }
}
