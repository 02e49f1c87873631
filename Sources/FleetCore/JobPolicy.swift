/// What is done with a job when time, a link or a reboot comes between.
public struct JobPolicy: Hashable, Sendable {
    /// For how long a lost connection is sought again.
    public var reconnect = ReconnectPatience.within(.seconds(300))
    /// What a reboot in the middle of the script means.
    public var onReboot = RebootPolicy.report
    /// How long the script may be silent; `nil` for as long as it likes.
    public var idleTimeout: Duration?
    /// How long the script may run; `nil` for as long as it likes.
    public var timeout: Duration?
    /// What happens to a script that runs into a timeout.
    public var onTimeout = TimeoutPolicy.end
    /// How many times a script that failed is started again.
    public var retries = 0
    /// How long is waited before that.
    public var delay = Duration.zero
    /// Whether the spool stays on the host when all of it has been read.
    public var keepsSpool = false
    /// Whether the script's terminal is the tmux pane; its standard input is `/dev/null` otherwise.
    public var usesTTY = false
    /// Whether standard error is kept apart from standard output.
    public var splitsStandardError = false

    /// As whom the script runs, through sudo; `nil` for who logs in.
    public var becomeUser: String?

    /// Creates the policy that PRODUCT.md gives as the default.
    public init() {}
}

/// For how long a lost connection is sought again.
public enum ReconnectPatience: Hashable, Sendable {
    /// For this long after the loss; zero means not at all.
    case within(Duration)
    /// Until the operator ends it.
    case forever
}

/// What a reboot in the middle of a script means.
public enum RebootPolicy: Hashable, Sendable {
    /// The job ends as `rebooted`.
    case report
    /// The script is started again, at most this many times.
    case rerun(most: Int)
    /// The step is meant to reboot the machine: the job waits for it, at most this long.
    case expected(within: Duration)
}

/// What happens to a script that runs into a timeout.
public enum TimeoutPolicy: String, Hashable, Sendable, CaseIterable {
    /// It is ended: TERM, then KILL.
    case end
    /// It is left running in tmux.
    case leave
}

/// How far a host's key is trusted.
public enum HostKeyPolicy: String, Hashable, Sendable, CaseIterable {
    /// An unknown host is learned and shown; a changed key is refused.
    case acceptNew = "accept-new"
    /// An unknown host is refused.
    case strict
    /// Nothing is checked and nothing learned; a changed key is still refused.
    case off
}
