public import FleetCore

/// Why a host can't be talked to.
public struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One cause; once released, a code never changes its meaning.
    public enum Code: String, Sendable, CaseIterable {
        /// The host's name has no address.
        case nameUnknown = "transport.name-unknown"
        /// No name server answers: the name may well have an address.
        case nameServerSilent = "transport.name-server-silent"
        /// TCP: nobody listens there.
        case refused = "transport.refused"
        /// TCP: no route, or the network says that the host is not there.
        case noRoute = "transport.no-route"
        /// TCP: nothing answered within the connect timeout.
        case timedOut = "transport.timed-out"
        /// TCP answered, and then SSH came to a stop within the connect timeout; the message says at which step.
        case silent = "transport.silent"
        /// TCP answered, but not with SSH, or with an SSH that can't be understood.
        case notSSH = "transport.not-ssh"
        /// Client and server have no common algorithm; the message names both lists.
        case noCommonAlgorithm = "transport.no-common-algorithm"
        /// The server hung up before the login was done (as `MaxStartups` does under load).
        case dropped = "transport.dropped"
        /// The host's key is not known, and the policy is `strict`.
        case hostKeyUnknown = "transport.host-key-unknown"
        /// The host's key is not the known one.
        case hostKeyChanged = "transport.host-key-changed"
        /// The host's key is marked as revoked.
        case hostKeyRevoked = "transport.host-key-revoked"
        /// The server takes none of the keys that were offered.
        case authentication = "transport.authentication"
        /// The server opens no further channel.
        case channelRefused = "transport.channel-refused"
        /// The server runs no command.
        case commandRefused = "transport.command-refused"
        /// The connection was there and is gone: reset, closed by the peer, or silent for too long.
        case lost = "transport.lost"
        /// The program that makes the connection, or the command on this machine, can't be started.
        case cannotStart = "transport.cannot-start"
        /// The task that asked was cancelled; nothing is known about the host.
        case cancelled = "transport.cancelled"
    }

    /// The cause, for code.
    public let code: Code
    /// What was seen and what to do, in lower case, without the host's name.
    public let message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }

    /// Whether trying again later may help: the network or the server's load is at fault, not a setting.
    public var isTransient: Bool {
        switch code {
        case .nameServerSilent, .refused, .noRoute, .timedOut, .silent, .dropped, .channelRefused,
            .lost:
            true
        case .nameUnknown, .notSSH, .noCommonAlgorithm, .hostKeyUnknown, .hostKeyChanged,
            .hostKeyRevoked, .authentication, .commandRefused, .cannotStart, .cancelled:
            false
        }
    }

    /// The layer at which the way into the host ended.
    public var layer: Unreachable.Layer {
        switch code {
        case .nameUnknown, .nameServerSilent: .dns
        case .refused, .noRoute, .timedOut: .tcp
        case .silent, .notSSH, .noCommonAlgorithm, .dropped, .lost, .cancelled: .ssh
        case .hostKeyUnknown, .hostKeyChanged, .hostKeyRevoked: .hostKey
        case .authentication: .authentication
        case .channelRefused, .commandRefused, .cannotStart: .request
        }
    }
}
