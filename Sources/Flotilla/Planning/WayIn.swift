import FleetExecution
import ProcessTransport
import SSHTransport

/// The transport by which a host is got into, with what it takes beside the endpoint.
enum WayIn: Sendable {
    /// libssh2; where that has no algorithm in common with the server, the system's ssh if there is one.
    case auto(else: OpenSSHEndpoint?)
    /// libssh2.
    case ssh
    /// The system's ssh.
    case openssh(OpenSSHEndpoint)
    /// This machine.
    case local(home: String, environment: [String: String])

    /// Whether programs of this machine are known to be needed.
    var isByProgram: Bool {
        switch self {
        case .openssh, .local: true
        case .auto, .ssh: false
        }
    }
}

extension PlannedHost {
    /// The host as its transport reaches it, by connections on `eventLoops`; kept for as long as what it finds out
    /// about its server is to be known.
    func remote(on eventLoops: SSHEventLoops) -> any RemoteHost {
        let own = SSHHost(endpoint: endpoint, eventLoops: eventLoops)
        switch way {
        case .ssh: return own
        case .auto(let other):
            let second = other.map { OpenSSHHost(endpoint: $0, eventLoops: eventLoops) }
            return FallbackHost(own, else: second)
        case .openssh(let endpoint):
            return OpenSSHHost(endpoint: endpoint, eventLoops: eventLoops)
        case .local(let home, let environment):
            return LocalHost(home: home, environment: environment, eventLoops: eventLoops)
        }
    }
}
