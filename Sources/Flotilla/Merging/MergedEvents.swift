import FleetCore

/// The events of several runs as those of one: in the order of time, with one beginning and one end.
struct MergedEvents {
    /// The events.
    let events: [RunEvent]

    /// Merges the events of `runs`, each in its own order, which a clock that was set back doesn't change.
    ///
    /// - Parameters:
    ///   - run: What they become the events of.
    ///   - jobs: All of its jobs, in the order of the report.
    init(_ runs: [[RunEvent]], as run: RunID, jobs: [JobID]) {
        guard let start = runs.compactMap(\.first?.time).min(),
            let end = runs.compactMap(\.last?.time).max()
        else {
            events = []
            return
        }
        var merged = [RunEvent(at: start, .runStarted(run, jobs: jobs))]
        var rests = runs.map { MergedEvents.inner(of: $0)[...] }
        while let next = MergedEvents.earliest(of: rests), let event = rests[next].popFirst() {
            merged.append(event)
        }
        if runs.allSatisfy(MergedEvents.isComplete) { merged.append(RunEvent(at: end, .runEnded)) }
        events = merged
    }

    /// The index of the run whose next event happened first; of the first of them where several did at once.
    private static func earliest(of rests: [ArraySlice<RunEvent>]) -> Int? {
        let heads = rests.enumerated().compactMap { index, rest in
            rest.first.map { (time: $0.time, index: index) }
        }
        return heads.min { $0.time < $1.time }?.index
    }

    /// The events between beginning and end.
    ///
    /// An interruption counts until the run was taken up again, as it does where the run stands alone.
    private static func inner(of run: [RunEvent]) -> [RunEvent] {
        let lastStart = run.lastIndex { if case .runStarted = $0.kind { true } else { false } } ?? 0
        return run.enumerated().compactMap { index, event in
            switch event.kind {
            case .runStarted, .runEnded: nil
            case .interrupted: index > lastStart ? event : nil
            case .job, .batchStarted: event
            }
        }
    }

    /// Whether a run's end was recorded, and nobody took it up again behind that.
    private static func isComplete(_ run: [RunEvent]) -> Bool {
        for event in run.reversed() {
            switch event.kind {
            case .runEnded: return true
            case .runStarted: return false
            case .job, .batchStarted, .interrupted: continue
            }
        }
        return false
    }
}
