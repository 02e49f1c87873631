/// Steps in order on some of the inventory's hosts.
public struct PlaybookPlay: Hashable, Sendable {
    /// Its name, for people; its hosts' pattern where it has none.
    public let name: String
    /// The hosts.
    public let pattern: Placed<HostPattern>
    /// How many hosts are worked on at once, and when no more are begun.
    public let fleet: FleetSettings
    /// How many jobs may run at once on a machine.
    public let perHost: Placed<Int>?
    /// What it says about its jobs; a step's own settings are laid over them.
    public let job: JobSettings
    /// Whether nothing more is begun anywhere once a host has failed.
    public let isEndedByAnyFailure: Bool
    /// The steps: one stage after the other on each host, the steps of one stage at once; no stage is empty.
    public internal(set) var stages: [[PlaybookStep]]
    /// Where it begins.
    public let place: SourcePlace

    /// The steps, in their order.
    public var steps: [PlaybookStep] { stages.flatMap { $0 } }
}
