/// Why a host was never got into: which layer said no, and what it said.
public struct Unreachable: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The layer at which it ended.
    public enum Layer: String, Sendable, Codable, CaseIterable {
        /// The name has no address.
        case dns
        /// No TCP connection: refused, no route, or no answer.
        case tcp
        /// TCP answered, but no common SSH protocol: banner, key exchange, algorithms.
        case ssh
        /// The host's key is unknown under `strict`, changed, or revoked.
        case hostKey = "host-key"
        /// The server accepts none of our keys.
        case authentication
        /// Logged in, but the host can't run a job: no shell, no place for the spool, no `sh`.
        case request
    }

    /// The layer at which it ended.
    public let layer: Layer
    /// What was seen and what to do, in lower case, without the host's name.
    public let message: String

    /// Creates a reason.
    public init(_ layer: Layer, _ message: String) {
        self.layer = layer
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
