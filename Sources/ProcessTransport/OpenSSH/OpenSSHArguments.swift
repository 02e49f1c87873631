import FleetCore
import SSHTransport

/// The words by which `ssh` makes a connection as an endpoint wants it, over what the operator has configured.
///
/// - Source: ssh(1), ssh_config(5): of what is said twice, the first counts, and the command line is first.
struct OpenSSHArguments {
    /// What `ssh` prints, by a command of our own, once it is logged in and takes requests.
    static let readyWord = "flotilla-is-in"

    private let endpoint: OpenSSHEndpoint
    private let folder: MasterFolder

    init(_ endpoint: OpenSSHEndpoint, _ folder: MasterFolder) {
        self.endpoint = endpoint
        self.folder = folder
    }

    /// The program and all that follows.
    var words: [String] {
        let machine = endpoint.machine
        let destination = endpoint.configuredName ?? machine.address
        return [
            endpoint.program, "-F", endpoint.configuredName == nil ? "none" : folder.configuration,
            "-M", "-S", folder.socket, "-N", "-T", "-a", "-x",
            "-p", "\(machine.port)", "-l", endpoint.user,
        ]
            + (fixed + way + waiting + trust + authentication).flatMap { ["-o", $0] }
            + (destination == machine.address
                ? [] : ["-o", "HostName=\(machine.address.withoutTokens)"])
            + ["--", destination]
    }

    /// What isn't to be had, whatever is configured; and the words of versions before 8.7 that don't know some.
    private var fixed: [String] {
        [
            "IgnoreUnknown=ForkAfterAuthentication,StdinNull,SessionType",
            "ForkAfterAuthentication=no", "StdinNull=no", "SessionType=none", "ControlPersist=no",
            "BatchMode=yes", "RequestTTY=no", "RemoteCommand=none", "EscapeChar=none",
            "ClearAllForwardings=yes", "Tunnel=no", "VisualHostKey=no", "LogLevel=DEBUG1",
            "PermitLocalCommand=yes", "LocalCommand=echo \(OpenSSHArguments.readyWord)",
        ]
    }

    private var way: [String] {
        (endpoint.proxyCommand.map { ["ProxyCommand=\($0)"] } ?? [])
            + (endpoint.bindAddress.map { ["BindAddress=\($0)"] } ?? [])
    }

    private var waiting: [String] {
        let interval = max(1, Int(endpoint.liveness.quiet.seconds.rounded(.up)))
        let patience = Int(endpoint.liveness.patience.seconds.rounded(.up))
        return [
            "ConnectTimeout=\(max(1, Int(endpoint.connectTimeout.seconds.rounded(.up))))",
            "ConnectionAttempts=1", "TCPKeepAlive=yes", "ServerAliveInterval=\(interval)",
            "ServerAliveCountMax=\(max(1, (patience + interval - 1) / interval))",
        ]
    }

    private var trust: [String] {
        var files = endpoint.knownHosts
        if files.isEmpty {
            files = ["known_hosts", "known_hosts2"].map { "\(endpoint.home)/.ssh/\($0)" }
        }
        // Nothing is learned under `off`: what ssh insists on writing goes with the connection. `no` would take a
        // changed key.
        if endpoint.hostKeys == .off { files.insert(folder.learned, at: 0) }
        let check = endpoint.hostKeys == .strict ? "yes" : "accept-new"
        return [
            "StrictHostKeyChecking=\(check)",
            "UserKnownHostsFile=" + files.map(\.inQuotes).joined(separator: " "),
        ]
    }

    private var authentication: [String] {
        guard let keys = endpoint.keys else { return [] }
        return keys.files.map { "IdentityFile=\($0.inQuotes)" }
            + ["IdentitiesOnly=\(keys.triesAgent ? "no" : "yes")"]
    }
}

extension String {
    /// A word of ssh's configuration in which nothing stands for something else.
    fileprivate var inQuotes: String {
        let escaped = replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped.withoutTokens)\""
    }

    /// The same text where `%h` and the like have a meaning.
    fileprivate var withoutTokens: String { replacing("%", with: "%%") }
}
