public import FleetCore
import FleetExecution
public import FleetRecord
import SSHTransport

/// Everything that a run needs, resolved: nothing in it can turn out to be missing once hosts are contacted.
public struct RunPlan: Sendable {
    /// The hosts, in the order of the inventory.
    public internal(set) var hosts: [PlannedHost]
    /// The steps, in their order; each runs on each host.
    public internal(set) var steps: [PlannedStep]
    /// The plays of a playbook, which say when each step runs where; none where there is no playbook.
    public internal(set) var plays: [Play] = []
    /// How much of the fleet is worked on at once.
    public internal(set) var limits: ScheduleLimits
    /// How the inventory wants output shown; `nil` where it doesn't say.
    public internal(set) var output: OutputMode?
    /// Where the inventory wants runs kept; `nil` where it doesn't say.
    public internal(set) var logDirectory: String?
    /// The command line as typed, for the record.
    public internal(set) var commandLine: [String]
    /// The run of which this one runs again what did not succeed.
    public internal(set) var retryOf: RunID?
    /// The part of the fleet that the hosts are; `nil` where it is not split.
    public internal(set) var shard: Shard?

    /// How many hosts are worked on at once.
    public var fanout: Int { limits.fanout }

    /// The jobs: the steps of each host, hosts first.
    public var jobs: [JobID] {
        hosts.flatMap { host in host.steps.map { JobID(host: host.id, step: $0) } }
    }

    /// The plan for these jobs alone, whatever else was planned.
    func limited(to jobs: Set<JobID>) -> RunPlan {
        var plan = self
        plan.hosts = hosts.compactMap { host in
            var host = host
            host.steps = host.steps.filter { jobs.contains(JobID(host: host.id, step: $0)) }
            return host.steps.isEmpty ? nil : host
        }
        let left = Set(plan.hosts.flatMap(\.steps))
        plan.steps = steps.filter { left.contains($0.id) }
        plan.plays = plays.compactMap { play in
            var play = play
            let steps = Set(play.steps.map(\.id))
            let hosts = Set(jobs.filter { steps.contains($0.step) }.map(\.host))
            play.hosts = play.hosts.filter { hosts.contains($0) }
            play.stages = play.stages.map { $0.filter { left.contains($0.id) } }
                .filter { !$0.isEmpty }
            return play.hosts.isEmpty ? nil : play
        }
        return plan
    }

    /// What is known of the jobs of a run that does the rest of another.
    var past: PlayPast {
        var past = PlayPast()
        for host in hosts {
            for (name, outcome) in host.requested.earlier ?? [:] {
                guard let step = StepID(name) else { continue }
                past.ends[JobID(host: host.id, step: step)] = outcome
            }
        }
        return past
    }
}

/// A host of a run, with the way into it.
public struct PlannedHost: Sendable {
    /// The steps that run on it, in their order.
    public internal(set) var steps: [StepID]
    /// What is written down of it.
    var requested: RequestedHost
    /// Its variables, as scripts find them.
    let environment: [EnvironmentVariable]
    /// What sudo is told where it asks for a password; `nil` where it must not ask.
    let sudoPassword: String?
    /// The way into it by Flotilla's own SSH, and where its port is.
    let endpoint: SSHEndpoint
    /// The way into it.
    let way: WayIn

    /// Its name.
    public var id: HostID { requested.id }
    /// What its address and port reach.
    public var machine: Machine { requested.machine }
    /// The same, told apart from what its address reaches elsewhere.
    var place: Machine { machine.behind(jumps.map(\.machine)) }
    /// The hosts to jump through on the way, the first to be connected to in front.
    public var jumps: [RequestedHost] { requested.jumps ?? [] }
    /// The user to log in as.
    public var user: String { requested.user }
    /// How many jobs may run at once on the machine.
    public var perHost: Int { requested.perHost }

    /// What is done with the jobs of a step when time, a link or a reboot comes between.
    public func policy(of step: StepID) -> JobPolicy {
        requested.policies[step.name]?.policy ?? JobPolicy()
    }
}

/// A step of a run, with its script read if it has one.
public struct PlannedStep: Sendable {
    /// Its name.
    public let id: StepID
    /// What it does.
    public let work: StepWork
    /// Whether `${name}` in its arguments, its environment and its paths stands for a host's variable.
    var holdsVariables = false
}
