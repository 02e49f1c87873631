public import FleetCore

/// How the steps of a playbook ended, as far as each host is concerned.
public struct PlayOutcomes: Sendable {
    /// A step that one host runs for all.
    enum Once: Hashable {
        case claimed(by: HostID)
        case ended(on: HostID, Outcome)
    }

    private let steps: [StepID: PlayStep]
    /// The steps whose ends matter to others.
    private let referenced: Set<StepID>
    private var ends: [JobID: Outcome] = [:]
    private var once: [StepID: Once] = [:]

    /// Takes what is known of the jobs of `plays`.
    public init(_ plays: [Play], _ past: PlayPast) {
        let all = plays.flatMap(\.steps)
        steps = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        referenced = Set(all.flatMap(\.conditions).map(\.step))
        for job in past.begun { claim(job) }
        for (job, outcome) in past.ends { record(job, outcome) }
    }

    /// Takes note of an end.
    mutating func record(_ job: JobID, _ outcome: Outcome) {
        if referenced.contains(job.step) { ends[job] = outcome }
        if steps[job.step]?.runsOnce == true, outcome.word != .skipped {
            once[job.step] = .ended(on: job.host, outcome)
        }
    }

    /// Takes note of the host that runs a step for all, if it is such a step.
    mutating func claim(_ job: JobID) {
        guard steps[job.step]?.runsOnce == true else { return }
        once[job.step] = .claimed(by: job.host)
    }

    /// Who runs a step for all, and how it ended there.
    func once(_ step: StepID) -> Once? { once[step] }

    /// How a step ended as far as a host is concerned: what another host ran for it counts as its own.
    ///
    /// - Returns: `nil` where it has no end, or isn't for that host.
    public func outcome(of step: StepID, on host: HostID) -> Outcome? {
        guard let own = ends[JobID(host: host, step: step)] else { return nil }
        guard case .unneeded = own, let its = steps[step],
            case .ended(_, let outcome) = once[step], unmet(its, on: host) == nil
        else { return own }
        return outcome
    }

    /// The first condition of a step that doesn't hold on a host.
    func unmet(_ step: PlayStep, on host: HostID) -> StepCondition? {
        step.conditions.first { condition in
            outcome(of: condition.step, on: host).map(condition.holds) != true
        }
    }
}
