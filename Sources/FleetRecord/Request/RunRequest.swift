public import FleetCore

/// What was asked of a run: the contents of `run.json`.
///
/// It names everything and holds no secret: environment values, the job nonce and the scripts
/// themselves are in files of their own (``RunSecrets``). Keys are never renamed; a change of
/// meaning raises `version`.
public struct RunRequest: Hashable, Sendable, Codable {
    /// The version of this shape: 2 knows plays, 3 steps that copy files, 4 ways into hosts beside a plain connection of
    /// Flotilla's own SSH, 5 logins by password.
    public static let currentVersion = 5

    /// The least version that a program must know to read this request: one of no plays is that of version 1, and so
    /// on: what it doesn't ask for, no program has to know.
    public let version: Int
    /// The run.
    public let run: RunID
    /// When it began.
    public let startedAt: Timestamp
    /// The version of flotilla that began it.
    public let flotilla: String
    /// The command line as typed, the program's name first.
    public var commandLine: [String] = []
    /// The folder in which it was typed; relative paths are relative to it.
    public var workingDirectory = ""
    /// How many hosts are worked on at once.
    public var fanout = 50
    /// The sizes of batches, `5` or `20%`; empty for one batch of all hosts.
    public var serial: [String] = []
    /// How many hosts may fail, `3` or `10%`, before nothing more is begun; `nil` for any number.
    public var maxFail: String?
    /// The run of which this one runs again what did not succeed.
    public var retryOf: RunID?
    /// The part of the fleet that it is for; `nil` for all of it.
    public var shard: Shard?
    /// The runs of which this is one report; `nil` for a run of its own.
    public var mergedFrom: [RunID]?
    /// The plays of a playbook, which say when each step runs where; `nil` where there is no playbook.
    public let plays: [Play]?
    /// The hosts, in the order of the inventory.
    public var hosts: [RequestedHost] = []
    /// The steps, in their order.
    public var steps: [RequestedStep] = []

    /// What every version of the shape tells.
    struct Origin: Decodable {
        let version: Int
        let flotilla: String
        let run: RunID
    }

    private enum CodingKeys: String, CodingKey {
        case version, run, flotilla, fanout, serial, hosts, steps, plays, shard
        case maxFail = "max_fail"
        case retryOf = "retry_of"
        case mergedFrom = "merged_from"
        case startedAt = "started_at"
        case commandLine = "command_line"
        case workingDirectory = "working_directory"
    }

    /// Creates the request of a run of nothing on no hosts.
    public init(
        run: RunID, startedAt: Timestamp, flotilla: String, plays: [Play]? = nil,
        copiesFiles: Bool = false, hasWays: Bool = false, hasPasswords: Bool = false
    ) {
        self.version = hasPasswords ? 5 : hasWays ? 4 : copiesFiles ? 3 : plays == nil ? 1 : 2
        self.plays = plays
        self.run = run
        self.startedAt = startedAt
        self.flotilla = flotilla
    }

    /// The run's jobs: the steps of each host, hosts first.
    public var jobs: [JobID] {
        hosts.flatMap { host in
            (host.steps ?? steps.map(\.id)).map { JobID(host: host.id, step: $0) }
        }
    }

    /// What is done with the jobs of `step` on `host` when time, a link or a reboot comes between.
    public func policy(of step: RequestedStep, on host: RequestedHost) -> JobPolicy {
        (host.policies[step.id.name] ?? step.policy).policy
    }
}

/// A host of a run, with all that is needed to reach it again, and no secret.
public struct RequestedHost: Hashable, Sendable, Codable {
    /// Its name in the inventory.
    public let id: HostID
    /// Its address, without the port.
    public let address: String
    /// Its TCP port.
    public let port: UInt16
    /// The user that logs in.
    public let user: String
    /// The hosts to jump through, the first to be connected to in front, which run nothing; `nil` where nothing is
    /// said, and none where that is said against ssh's configuration.
    public var jumps: [RequestedHost]?
    /// The numeric address of this machine to connect from; `nil` for whichever the system takes.
    public var bindAddress: String?
    /// How many jobs may run at once on its machine.
    public var perHost = 1
    /// How to get there: a `TransportName`; `nil` for `auto`.
    public var transport: String?
    /// The name by which the operator's configuration of ssh knows it; `nil` where that says nothing about it.
    public var sshName: String?
    /// Whether ssh is configured to get there by a program or through other hosts; `nil` for no.
    public var isBehindProxy: Bool?
    /// What is authenticated with, in this order; `nil` for what ssh tries where nothing is said.
    public var keys: [RequestedKey]?
    /// The known_hosts files, as absolute paths; none for the user's own.
    public var knownHosts: [String] = []
    /// How far the host's key is trusted: a `HostKeyPolicy`.
    public var hostKeys = HostKeyPolicy.acceptNew.rawValue
    /// For how long a connection is sought, in seconds; `nil` for the default.
    public var connectTimeout: Double?
    /// Where the password comes from that is told to a server which takes no key; `nil` for none.
    public var password: RequestedKey.Passphrase?
    /// Where the password comes from that sudo asks for; `nil` where it must not ask.
    public var becomePassword: RequestedKey.Passphrase?
    /// The steps that run on it; `nil` for all of the run's.
    public var steps: [StepID]?
    /// The policies of its jobs where they aren't the step's own, by the step's name.
    public var policies: [String: RecordedPolicy] = [:]
    /// How steps ended on it in the run of which this one does the rest, by name, for conditions on them.
    public var earlier: [String: Outcome]?

    private enum CodingKeys: String, CodingKey {
        case id = "host"
        case address, port, user, keys, password, steps, policies, earlier, jumps, transport
        case bindAddress = "bind_address"
        case perHost = "per_host"
        case sshName = "ssh_name"
        case isBehindProxy = "proxy"
        case knownHosts = "known_hosts"
        case hostKeys = "host_keys"
        case connectTimeout = "connect_timeout"
        case becomePassword = "become_password"
    }

    /// Creates a host on `machine` into which `user` logs in.
    public init(id: HostID, machine: Machine, user: String) {
        self.id = id
        self.address = machine.address
        self.port = machine.port
        self.user = user
    }

    /// What its address and port reach.
    public var machine: Machine { Machine(address: address, port: port) }
}

/// A step of a run; its script's bytes, if it has one, are in `scripts/STEP`.
public struct RequestedStep: Hashable, Sendable, Codable {
    /// Its name.
    public let id: StepID
    /// Where the script came from: a path as typed, or the command itself; what is copied, in words, where it has none.
    public let source: String
    /// The script's size in bytes.
    public let size: Int
    /// The script's checksum, as cksum(1) gives it.
    public let checksum: UInt32
    /// The script's arguments.
    public let arguments: [String]
    /// The names of the variables that are added to its environment, in order; values may be secret
    /// and are in ``RunSecrets``.
    public let environmentNames: [String]
    /// What is done when time, a link or a reboot comes between.
    public let policy: RecordedPolicy
    /// Whether `${name}` in its arguments and its environment stands for a host's variable; `nil` for no.
    public let holdsVariables: Bool?
    /// What is copied, where the step runs no script.
    public let copy: StepCopy?

    private enum CodingKeys: String, CodingKey {
        case id = "step"
        case source, size, arguments, policy, copy
        case checksum = "cksum"
        case environmentNames = "environment"
        case holdsVariables = "variables"
    }

    /// Creates the request of one script.
    public init(
        id: StepID, script: Script, checksum: UInt32, policy: JobPolicy,
        holdsVariables: Bool = false
    ) {
        self.id = id
        self.source = script.source
        self.size = script.content.count
        self.checksum = checksum
        self.arguments = script.arguments
        self.environmentNames = script.environment.map(\.name)
        self.policy = RecordedPolicy(policy)
        self.holdsVariables = holdsVariables ? true : nil
        self.copy = nil
    }

    /// Creates the request of a copy, whose paths may hold variables.
    ///
    /// - Parameter checksum: That of no bytes: there is no script.
    public init(id: StepID, copy: StepCopy, checksum: UInt32, policy: JobPolicy) {
        self.id = id
        self.source = copy.description
        self.size = 0
        self.checksum = checksum
        self.arguments = []
        self.environmentNames = []
        self.policy = RecordedPolicy(policy)
        self.holdsVariables = true
        self.copy = copy
    }
}
