public import FleetCore
public import SSHTransport

/// Where a host is and how the system's `ssh` is to get in.
public struct OpenSSHEndpoint: Sendable {
    /// The program's file.
    public var program: String
    /// The address and the port.
    public var machine: Machine
    /// The user to log in as.
    public var user: String
    /// What `ssh` is called with, by which the operator's configuration knows the host; `nil` where none of that
    /// holds.
    public var configuredName: String?
    /// The operator's home, whose `.ssh/config` holds.
    public var home: String
    /// The operator's environment, as `ssh` and the programs that it runs find it.
    public var environment: [String: String]
    /// What is authenticated with; `nil` for what `ssh` tries by itself.
    public var keys: Keys?
    /// How far the host's key is trusted.
    public var hostKeys = HostKeyPolicy.acceptNew
    /// The known_hosts files; the operator's own if empty.
    public var knownHosts: [String] = []
    /// The command that makes the connection, as ssh_config(5) has it; `nil` for what is configured.
    public var proxyCommand: String?
    /// The numeric address of this machine to connect from; `nil` for what is configured.
    public var bindAddress: String?
    /// How long connecting may take in all.
    public var connectTimeout: Duration = .seconds(10)
    /// When a silent connection is given up.
    public var liveness = Liveness()

    /// What is authenticated with.
    public struct Keys: Hashable, Sendable {
        /// The files of private keys.
        public var files: [String]
        /// Whether the agent's keys are tried as well.
        public var triesAgent: Bool

        /// Names keys.
        public init(files: [String], triesAgent: Bool) {
            self.files = files
            self.triesAgent = triesAgent
        }
    }

    /// Creates the way into a machine by the `ssh` at the path `program`.
    public init(
        program: String, machine: Machine, user: String, home: String,
        environment: [String: String]
    ) {
        self.program = program
        self.machine = machine
        self.user = user
        self.home = home
        self.environment = environment
    }
}
