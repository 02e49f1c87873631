import FleetCore

/// One host's way through the stages of a play.
extension Schedule {
    /// Does all that can be done on a host now; one that has no more to do leaves the window.
    mutating func advance(_ index: Int, _ actions: inout [Action]) {
        guard hosts[index].isActive else { return }
        while true {
            beginWaiting(index, &actions)
            guard hosts[index].running == 0, hosts[index].waiting.isEmpty else { return }
            hosts[index].blame = hosts[index].blame ?? hosts[index].trouble
            guard hosts[index].stage + 1 < current.stages.count else { break }
            hosts[index].stage += 1
            let host = hosts[index]
            hosts[index].waiting = current.stages[host.stage].filter { step in
                host.open.contains(step.id)
                    || past.ends[JobID(host: host.work.host, step: step.id)] != nil
            }
        }
        hosts[index].isActive = false
        active -= 1
        actions.append(.release(hosts[index].work.host))
        unpark(hosts[index].work.machine)
    }

    /// What becomes of a step on a host whose turn it is.
    private enum Turn {
        /// It ended before.
        case known(Outcome)
        /// It runs on the host already, or has run: that can't be decided any more.
        case seeThrough
        case start
        case skip(because: String)
        case passOver(because: String)
        /// It ended on another host, for all.
        case endedElsewhere(on: HostID, Outcome)
        /// Another host runs it, or the operator is asked.
        case wait
    }

    private mutating func beginWaiting(_ index: Int, _ actions: inout [Action]) {
        let machine = hosts[index].work.machine
        var left: [PlayStep] = []
        for step in hosts[index].waiting {
            let job = JobID(host: hosts[index].work.host, step: step.id)
            switch turn(of: step, on: index, &actions) {
            case .known(let outcome):
                settle(index, step, outcome)
                recallOnce(index, step)
            case .skip(let reason):
                hosts[index].open.remove(step.id)
                actions.append(.skip(job, reason: reason))
                outcomes.record(job, .skipped(reason))
            case .passOver(let reason): passOver(job, index, because: reason, &actions)
            case .endedElsewhere(let host, let outcome):
                passOver(job, index, because: "run once, on \(host)", &actions)
                blame(index, step, outcome, on: host)
            case .wait:
                left.append(step)
                blocked[step.id, default: []].append(index)
            // Its room was taken when the batch began.
            case .seeThrough: begin(job, index, &actions)
            case .start where rooms[machine]?.isFull == true: left.append(step)
            case .start:
                rooms[machine]?.running += 1
                begin(job, index, &actions)
            }
        }
        hosts[index].waiting = left
        rooms[machine]?.hungry.removeAll { $0 == index }
        if !left.isEmpty { rooms[machine]?.hungry.append(index) }
    }

    private mutating func begin(_ job: JobID, _ index: Int, _ actions: inout [Action]) {
        hosts[index].open.remove(job.step)
        hosts[index].running += 1
        actions.append(.start(job))
    }

    private mutating func turn(
        of step: PlayStep, on index: Int, _ actions: inout [Action]
    ) -> Turn {
        let host = hosts[index]
        let job = JobID(host: host.work.host, step: step.id)
        if let outcome = past.ends[job] { return .known(outcome) }
        if past.begun.contains(job) { return .seeThrough }
        if let blame = host.blame { return .skip(because: blame) }
        if let condition = outcomes.unmet(step, on: job.host) {
            let outcome = outcomes.outcome(of: condition.step, on: job.host)
            let fact = outcome.map { "it was \($0.fact)" } ?? "it was not run here"
            return .passOver(because: "only when \(condition): \(fact)")
        }
        switch outcomes.once(step.id) {
        case .ended(let runner, let outcome): return .endedElsewhere(on: runner, outcome)
        case .claimed(let runner) where runner != job.host: return .wait
        case .claimed, nil: break
        }
        switch permission(for: step.id, &actions) {
        case .asked: return .wait
        case .refused: return .passOver(because: "the operator said no")
        case .given: break
        }
        outcomes.claim(job)
        return .start
    }

    private mutating func passOver(
        _ job: JobID, _ index: Int, because reason: String, _ actions: inout [Action]
    ) {
        hosts[index].open.remove(job.step)
        actions.append(.passOver(job, reason: reason))
        outcomes.record(job, .unneeded(reason))
    }

    // MARK: Ends

    mutating func end(_ job: JobID, _ outcome: Outcome?, _ actions: inout [Action]) {
        guard let index = indices[job.host], hosts[index].running > 0,
            let step = current.steps.first(where: { $0.id == job.step })
        else { preconditionFailure("\(job) ended without having been started") }
        let machine = hosts[index].work.machine
        hosts[index].running -= 1
        rooms[machine]?.running -= 1
        if let outcome {
            settle(index, step, outcome)
            countFailure(index, step, outcome, &actions)
            stopIfTooManyFailed(&actions)
        }
        // Room goes first to this host, then to those of the window, then to those set aside.
        advance(index, &actions)
        feed(machine, &actions)
        if step.runsOnce { wake(step.id, &actions) }
    }

    /// Lets those go on who wait for a step.
    mutating func wake(_ step: StepID, _ actions: inout [Action]) {
        for index in Set(blocked.removeValue(forKey: step) ?? []).sorted() {
            advance(index, &actions)
        }
    }

    /// Takes note of what an end means for its own host.
    private mutating func settle(_ index: Int, _ step: PlayStep, _ outcome: Outcome) {
        outcomes.record(JobID(host: hosts[index].work.host, step: step.id), outcome)
        blame(index, step, outcome)
    }

    /// Takes note of what a step that was run for all, before this controller took the run up, means here.
    private mutating func recallOnce(_ index: Int, _ step: PlayStep) {
        let own = hosts[index].work.host
        guard case .ended(let host, let outcome) = outcomes.once(step.id), host != own,
            outcomes.unmet(step, on: own) == nil
        else { return }
        blame(index, step, outcome, on: host)
    }

    /// Remembers an end, here or on the host that ran the step for all, after which no more is begun on a host.
    private mutating func blame(
        _ index: Int, _ step: PlayStep, _ outcome: Outcome, on host: HostID? = nil
    ) {
        guard outcome.stops(step.onFailure) else { return }
        let place = host.map { " on \($0)" } ?? ""
        hosts[index].trouble =
            hosts[index].trouble
            ?? "'\(step.id)' before it was \(outcome.word.rawValue)\(place)"
    }

    // MARK: Permissions

    private mutating func permission(
        for step: StepID, _ actions: inout [Action]
    ) -> Permission {
        // What was said of a step holds for hosts that come to it later, whatever is said of others.
        if let permission = permissions[step] { return permission }
        guard asksBeforeSteps else { return .given }
        permissions[step] = .asked
        questions.append(step)
        // One question at a time.
        if questions.count == 1 { actions.append(.ask(step)) }
        return .asked
    }

    mutating func take(_ answer: StepAnswer, to step: StepID, _ actions: inout [Action]) {
        guard questions.first == step else { return }
        permissions[step] = answer == .no ? .refused : .given
        if answer == .always {
            asksBeforeSteps = false
            let others = questions.dropFirst()
            questions = []
            for step in others {
                permissions[step] = .given
                wake(step, &actions)
            }
        } else {
            questions.removeFirst()
            if let next = questions.first { actions.append(.ask(next)) }
        }
        wake(step, &actions)
    }
}
