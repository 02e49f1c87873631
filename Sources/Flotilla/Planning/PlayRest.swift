import FleetCore
import FleetExecution
import FleetRecord

/// What a retry of a playbook's run has to do: what did not succeed, and what the playbook left out because of it.
struct PlayRest {
    /// The jobs to run, in their order.
    let jobs: [JobID]
    /// How the other steps ended that the conditions of these jobs are about.
    let earlier: [HostID: [String: Outcome]]

    init(_ plays: [Play], _ history: RunHistory, earlier known: [JobID: Outcome]) {
        var steps: [StepID: PlayStep] = [:]
        for step in plays.flatMap(\.steps) { steps[step.id] = step }
        var again = Set(history.unsuccessful)
        // Whether those are wanted shows again; each round may add what waits for the round before.
        var count = -1
        while again.count != count {
            count = again.count
            let names = Set(again.map(\.step))
            for job in history.jobs where history.ends[job]?.outcome.word == .skipped {
                guard let step = steps[job.step] else { continue }
                let isOpen = step.conditions.contains { condition in
                    again.contains(JobID(host: job.host, step: condition.step))
                        || steps[condition.step]?.runsOnce == true
                            && names.contains(condition.step)
                }
                if isOpen || step.runsOnce && names.contains(step.id) { again.insert(job) }
            }
        }
        jobs = history.jobs.filter { again.contains($0) }

        var past = PlayPast()
        past.ends = known.merging(history.ends.mapValues(\.outcome)) { $1 }
        let outcomes = PlayOutcomes(plays, past)
        var earlier: [HostID: [String: Outcome]] = [:]
        for job in jobs {
            for condition in steps[job.step]?.conditions ?? [] {
                let other = JobID(host: job.host, step: condition.step)
                guard !again.contains(other) else { continue }
                earlier[job.host, default: [:]][other.step.name] =
                    outcomes.outcome(of: other.step, on: job.host)
            }
        }
        self.earlier = earlier
    }
}
