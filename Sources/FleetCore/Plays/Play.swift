/// Steps in order on chosen hosts: a part of a playbook, resolved.
public struct Play: Hashable, Sendable, Codable {
    /// Its name, for people.
    public let name: String
    /// The hosts, in the order in which they get their turn.
    public var hosts: [HostID]
    /// The steps: one stage after the other on each host, the steps of one stage at once.
    public var stages: [[PlayStep]]
    /// How many hosts are worked on at once, and when no more are begun.
    public var limits = ScheduleLimits()
    /// How many jobs may run at once on a machine; `nil` for what each host says.
    public var perHost: Int?
    /// Whether nothing more is begun anywhere once a host has failed.
    public var isEndedByAnyFailure = false

    private enum CodingKeys: String, CodingKey {
        case name, hosts, stages, limits
        case perHost = "per_host"
        case isEndedByAnyFailure = "any_errors_fatal"
    }

    /// Creates a play.
    public init(name: String, hosts: [HostID], stages: [[PlayStep]]) {
        self.name = name
        self.hosts = hosts
        self.stages = stages
    }

    /// The steps, in their order.
    public var steps: [PlayStep] { stages.flatMap { $0 } }

    /// The hosts, batch by batch.
    public var batches: [[HostID]] { limits.batches(of: hosts.count).map { Array(hosts[$0]) } }
}

/// A step of a play: when it runs, and what its failure means.
public struct PlayStep: Hashable, Sendable, Codable {
    /// Its name.
    public let id: StepID
    /// What else happens when it fails.
    public var onFailure = FailurePolicy.stop
    /// What must all hold for it to run on a host.
    public var conditions: [StepCondition] = []
    /// Whether one host runs it for all.
    public var runsOnce = false

    private enum CodingKeys: String, CodingKey {
        case id = "step"
        case conditions = "when"
        case onFailure = "on_failure"
        case runsOnce = "run_once"
    }

    /// Creates a step that runs on each host.
    public init(id: StepID) { self.id = id }
}
