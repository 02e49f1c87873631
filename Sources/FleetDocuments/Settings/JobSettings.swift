public import FleetCore

/// What one level says about a job: `nil` means that it says nothing.
///
/// A script's own settings are laid over the host's, for they know the script best.
public struct JobSettings: Hashable, Sendable {
    /// How long the script may be silent.
    public var idleTimeout: Placed<TimeLimit>?
    /// How long the script may run.
    public var timeout: Placed<TimeLimit>?
    /// What happens to a script that runs into a timeout.
    public var onTimeout: Placed<TimeoutPolicy>?
    /// What a reboot in the middle of the script means.
    public var onReboot: Placed<RebootPolicy>?
    /// How many times a script that failed is started again.
    public var retries: Placed<Int>?
    /// How long to wait before that.
    public var delay: Placed<Duration>?
    /// For how long a lost connection is sought again.
    public var reconnectFor: Placed<ReconnectPatience>?
    /// As whom the script runs.
    public var become: Placed<Become>?
    /// Whether the spool stays on the host.
    public var keepRemote: Placed<Bool>?
    /// Whether the script gets a terminal.
    public var tty: Placed<Bool>?
    /// Whether standard error is kept apart.
    public var splitStderr: Placed<Bool>?

    /// Creates settings that say nothing.
    public init() {}

    /// These settings, and where they say nothing, those of `base`.
    public func over(_ base: JobSettings) -> JobSettings {
        var result = self
        result.idleTimeout = idleTimeout ?? base.idleTimeout
        result.timeout = timeout ?? base.timeout
        result.onTimeout = onTimeout ?? base.onTimeout
        result.onReboot = onReboot ?? base.onReboot
        result.retries = retries ?? base.retries
        result.delay = delay ?? base.delay
        result.reconnectFor = reconnectFor ?? base.reconnectFor
        result.become = become ?? base.become
        result.keepRemote = keepRemote ?? base.keepRemote
        result.tty = tty ?? base.tty
        result.splitStderr = splitStderr ?? base.splitStderr
        return result
    }

    /// The policy that they make, the product's defaults where they say nothing.
    public var policy: JobPolicy {
        var policy = JobPolicy()
        if let idleTimeout { policy.idleTimeout = idleTimeout.value.duration }
        if let timeout { policy.timeout = timeout.value.duration }
        if let onTimeout { policy.onTimeout = onTimeout.value }
        if let onReboot { policy.onReboot = onReboot.value }
        if let retries { policy.retries = retries.value }
        if let delay { policy.delay = delay.value }
        if let reconnectFor { policy.reconnect = reconnectFor.value }
        if case .user(let name)? = become?.value { policy.becomeUser = name }
        if let keepRemote { policy.keepsSpool = keepRemote.value }
        if let tty { policy.usesTTY = tty.value }
        if let splitStderr { policy.splitsStandardError = splitStderr.value }
        return policy
    }
}
