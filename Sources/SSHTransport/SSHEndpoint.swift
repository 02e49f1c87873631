public import FleetCore

/// Where a host is and how to get in: all that a connection needs to know.
public struct SSHEndpoint: Sendable {
    /// The address and the port.
    public var machine: Machine
    /// What messages call it where it is a jump host; its machine where there is no name.
    public var name: String?
    /// The hosts to jump through, the first to be connected to in front; the jumps of these count for nothing.
    public var jumps: [SSHEndpoint] = []
    /// The numeric address of this machine to connect from; `nil` for whichever the system takes.
    public var bindAddress: String?
    /// The user to log in as.
    public var user: String
    /// What to authenticate with, in the order in which it is offered.
    public var identities: [Identity]
    /// What is told to a server that takes none of ``identities``, once its key is checked; `nil` for nothing.
    public var password: LoginPassword?
    /// Whose host keys are trusted.
    public var hostKeys: HostKeyCheck
    /// How long connecting may take in all: name, TCP, banner, key exchange and authentication.
    public var connectTimeout: Duration = .seconds(10)
    /// When a silent connection is given up.
    public var liveness = Liveness()
    /// How many bytes of one command's output the host may send ahead of us.
    ///
    /// Throughput is at most this much per round trip; memory at most this much per command whose output
    /// nobody takes.
    public var window = 2 * 1024 * 1024

    /// Creates the way into a machine.
    public init(
        machine: Machine, user: String, identities: [Identity], hostKeys: HostKeyCheck
    ) {
        self.machine = machine
        self.user = user
        self.identities = identities
        self.hostKeys = hostKeys
    }
}

extension SSHEndpoint {
    /// What messages call it.
    var title: String { name ?? machine.description }

    /// The last host to jump through, with the way there; `nil` where there is none.
    var jumpHost: SSHEndpoint? {
        var last = jumps.last
        last?.jumps = jumps.dropLast()
        return last
    }
}

/// When a silent connection is given up.
public struct Liveness: Hashable, Sendable {
    /// How long a connection may be silent before the host is asked whether it is there.
    public var quiet: Duration = .seconds(3)
    /// How long its answer may take; then the connection is lost.
    public var patience: Duration = .seconds(5)

    /// Creates the default: a dead link is noticed within 10 seconds.
    public init() {}
}

/// Whose host keys are trusted.
public struct HostKeyCheck: Sendable {
    /// What happens to an unknown host; a changed key is refused whatever this says.
    public var policy: HostKeyPolicy
    /// The keys that are known.
    public var knownHosts: KnownHosts

    /// Creates a check.
    public init(policy: HostKeyPolicy, knownHosts: KnownHosts) {
        self.policy = policy
        self.knownHosts = knownHosts
    }
}
