import FleetCore

/// Failures that are counted, and what is never begun because of them.
extension Schedule {
    /// Counts a host that has failed, and stops all where the playbook says that one is enough.
    mutating func countFailure(
        _ index: Int, _ step: PlayStep, _ outcome: Outcome, _ actions: inout [Action]
    ) {
        guard outcome.counts(under: step.onFailure) else { return }
        if !hosts[index].hasFailed {
            hosts[index].hasFailed = true
            failed += 1
        }
        let words = "'\(step.id)' was \(outcome.word.rawValue) on \(hosts[index].work.host)"
        if step.onFailure == .abort {
            stop(because: "\(words), which aborts the run", &actions)
        } else if current.isEndedByAnyFailure {
            stop(because: "\(words), and any_errors_fatal is set", &actions)
        }
    }

    /// Counts what failed on a host before this controller took the run up.
    mutating func recallFailures(of index: Int, _ actions: inout [Action]) {
        guard !past.ends.isEmpty else { return }
        for step in current.steps where hosts[index].steps.contains(step.id) {
            let job = JobID(host: hosts[index].work.host, step: step.id)
            guard let outcome = past.ends[job] else { continue }
            countFailure(index, step, outcome, &actions)
        }
    }

    mutating func stopIfTooManyFailed(_ actions: inout [Action]) {
        guard let maxFail = current.limits.maxFail,
            failed > maxFail.count(of: batches[batch].count)
        else { return }
        let limit = isPlaybook ? "max_fail" : "--max-fail"
        stop(because: "more hosts failed than \(limit) allows", &actions)
    }

    /// Begins nothing more; what runs, or may run already, is seen through.
    mutating func stop(because reason: String, _ actions: inout [Action]) {
        guard !isStopped else { return }
        isStopped = true
        let steps = plays[max(0, play)...].flatMap(\.steps)
        for index in hosts.indices {
            strike(index, steps, because: reason, &actions)
            let host = hosts[index]
            hosts[index].blame = host.blame ?? reason
            hosts[index].waiting = host.waiting.filter { host.open.contains($0.id) }
        }
        questions = []
        queue = Array(queue[..<cursor]) + queue[cursor...].filter { !hosts[$0].open.isEmpty }
        // Those who waited for what never comes leave the window.
        for index in hosts.indices { advance(index, &actions) }
    }

    /// Reports that those of `steps` which a host has not begun are never started.
    mutating func strike(
        _ index: Int, _ steps: [PlayStep], because reason: String, _ actions: inout [Action]
    ) {
        for step in steps {
            let job = JobID(host: hosts[index].work.host, step: step.id)
            guard hosts[index].open.contains(step.id), !past.begun.contains(job) else { continue }
            hosts[index].open.remove(step.id)
            actions.append(.skip(job, reason: reason))
        }
    }
}
