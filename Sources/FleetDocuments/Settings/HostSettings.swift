public import FleetCore

/// What one level says about a host: `nil` means that it says nothing.
///
/// Levels are laid over each other (``over(_:)``): fleet, groups from the outermost to the innermost, the
/// host itself, the command line.
public struct HostSettings: Hashable, Sendable {
    /// Where the host is; its name where nothing is said.
    public var address: Placed<String>?
    /// The TCP port.
    public var port: Placed<UInt16>?
    /// The user to log in as.
    public var user: Placed<String>?
    /// The names of the keys to try, in this order.
    public var keys: Placed<[String]>?
    /// How to get there.
    public var transport: Placed<TransportName>?
    /// How far the host's key is trusted.
    public var hostKeys: Placed<HostKeyPolicy>?
    /// The paths of the known-hosts files.
    public var knownHosts: Placed<[String]>?
    /// The hosts to jump through, in this order; as written.
    public var jump: Placed<[String]>?
    /// The numeric address of this machine to connect from.
    public var bindAddress: Placed<String>?
    /// How many jobs may run at once on the machine.
    public var perHost: Placed<Int>?
    /// How long one attempt at getting in may take, from the name to the login.
    public var connectTimeout: Placed<Duration>?
    /// Where the password comes from that is told to a server which takes no key.
    public var password: Placed<PassphraseSource>?
    /// Where the password comes from that sudo asks for.
    public var becomePassword: Placed<PassphraseSource>?
    /// Whether what `ssh` is configured to do for it holds, where nothing is said here.
    public var sshConfig: Placed<Bool>?
    /// What is said about its jobs.
    public var job = JobSettings()

    /// Creates settings that say nothing.
    public init() {}

    /// These settings, and where they say nothing, those of `base`.
    public func over(_ base: HostSettings) -> HostSettings {
        var result = self
        result.address = address ?? base.address
        result.port = port ?? base.port
        result.user = user ?? base.user
        result.keys = keys ?? base.keys
        result.transport = transport ?? base.transport
        result.hostKeys = hostKeys ?? base.hostKeys
        result.knownHosts = knownHosts ?? base.knownHosts
        result.jump = jump ?? base.jump
        result.bindAddress = bindAddress ?? base.bindAddress
        result.perHost = perHost ?? base.perHost
        result.connectTimeout = connectTimeout ?? base.connectTimeout
        result.password = password ?? base.password
        result.becomePassword = becomePassword ?? base.becomePassword
        result.sshConfig = sshConfig ?? base.sshConfig
        result.job = job.over(base.job)
        return result
    }
}
