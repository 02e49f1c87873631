public import FleetCore
public import FleetDocuments

/// What somebody wants run, as they said it: the command line, or a program that imports Flotilla.
///
/// ```swift
/// var wish = RunWish()
/// wish.inventories = ["fleet.yaml"]
/// wish.limits = ["web:!web3"]
/// wish.steps = [.script("patch.sh", arguments: ["--quiet"])]
/// let plan = try await RunPlanner().plan(wish)
/// ```
public struct RunWish: Sendable {
    /// What `-i` names: files, programs, folders, or lists of hosts that hold a comma.
    public var inventories: [String] = []
    /// How long an inventory program may take.
    public var inventoryTimeout: Duration = .seconds(30)
    /// The patterns of `-l`; none means all hosts.
    public var limits: [String] = []
    /// The part of the chosen hosts that is worked on; `nil` for all of them.
    public var shard: Shard?
    /// What runs on each host.
    public var steps: [StepWish] = []
    /// The playbook to play, in place of steps.
    public var playbook: String?
    /// The step of the playbook to start at; those before it are left out.
    public var startAt: String?
    /// What is said about each host, over what the inventory says.
    public var host = HostSettings()
    /// What is said about the run, over what the inventory says.
    public var fleet = FleetSettings()
    /// Private key files to use in place of the inventory's keys.
    public var privateKeys: [String] = []
    /// Whether hosts are logged into: without, no key is read and nobody is asked for a passphrase.
    public var needsLogin = true
    /// Variables set over the inventory's, by name.
    public var variables: [String: String] = [:]
    /// The command line as typed, for the record.
    public var commandLine: [String] = []

    /// Creates a wish for nothing.
    public init() {}

    /// The hosts that the limits choose: all where there are none.
    ///
    /// - Throws: `PatternError` for a limit that can't be read.
    public var pattern: HostPattern {
        get throws(PatternError) { limits.isEmpty ? .all : try HostPattern(limits) }
    }
}

/// What runs as one step.
public enum StepWish: Hashable, Sendable {
    /// A script: its name in the inventory or its path, and arguments in place of the inventory's.
    case script(String, arguments: [String])
    /// A one-line command for the host's `sh`.
    case command(String)
}
