public import FleetCore

/// What is to be done on one host.
public struct HostWork: Hashable, Sendable {
    /// The host.
    public let host: HostID
    /// What its address and port reach; hosts with the same machine share its limit.
    public let machine: Machine
    /// How many jobs may run at once on the machine.
    ///
    /// Where hosts of one machine differ, the least holds.
    public let perHost: Int
    /// The steps, in order; as many at once as the limit lets.
    public let steps: [StepID]

    /// Creates the work of one host.
    ///
    /// - Precondition: `perHost` is at least 1.
    public init(host: HostID, machine: Machine, perHost: Int = 1, steps: [StepID]) {
        precondition(perHost >= 1, "a machine must be allowed at least one job")
        self.host = host
        self.machine = machine
        self.perHost = perHost
        self.steps = steps
    }
}
