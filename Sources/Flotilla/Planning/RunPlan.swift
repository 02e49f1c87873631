public import FleetCore
public import FleetExecution
import SSHTransport

/// Everything that a run needs, resolved: nothing in it can turn out to be missing once hosts are contacted.
public struct RunPlan: Sendable {
    /// The hosts, in the order of the inventory.
    public internal(set) var hosts: [PlannedHost]
    /// The steps, in their order; each runs on each host.
    public internal(set) var steps: [PlannedStep]
    /// How much of the fleet is worked on at once.
    public internal(set) var limits: ScheduleLimits
    /// How the inventory wants output shown; `nil` where it doesn't say.
    public internal(set) var output: OutputMode?
    /// Where the inventory wants runs kept; `nil` where it doesn't say.
    public internal(set) var logDirectory: String?
    /// The command line as typed, for the record.
    public internal(set) var commandLine: [String]

    /// How many hosts are worked on at once.
    public var fanout: Int { limits.fanout }

    /// The jobs: each step on each host, hosts first.
    public var jobs: [JobID] {
        hosts.flatMap { host in steps.map { JobID(host: host.id, step: $0.id) } }
    }
}

/// A host of a run, with the way into it.
public struct PlannedHost: Sendable {
    /// Its name.
    public let id: HostID
    /// What its address and port reach.
    public let machine: Machine
    /// The user to log in as.
    public let user: String
    /// How many jobs may run at once on the machine.
    public let perHost: Int
    /// What is done with its jobs, by step.
    public let policies: [StepID: JobPolicy]
    /// The private key files that are tried, in order.
    let keyFiles: [String]
    /// Its variables, as scripts find them.
    let environment: [EnvironmentVariable]
    let endpoint: SSHEndpoint
}

/// A step of a run, with its script read.
public struct PlannedStep: Sendable {
    /// Its name.
    public let id: StepID
    /// What runs.
    public let script: Script
}
