public import FleetCore

/// What is known of a run's jobs when its plays are begun or gone on with.
public struct PlayPast: Hashable, Sendable {
    /// How jobs ended, in this run before it was resumed or in the run that it retries.
    public var ends: [JobID: Outcome] = [:]
    /// The jobs that may run on their hosts already: whatever else is decided, they are seen through.
    public var begun: Set<JobID> = []

    /// Creates the past of a run that begins.
    public init() {}
}
