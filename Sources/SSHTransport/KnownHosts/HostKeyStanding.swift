/// What known_hosts files say about a key that a host shows.
public enum HostKeyStanding: Hashable, Sendable {
    /// It is the host's key.
    case known
    /// Nothing is known of the host, or only keys of other types.
    case unknown
    /// Another key of the same type is known.
    case changed(from: KnownHostKey)
    /// The key must not be accepted.
    case revoked(KnownHostKey)
}

/// A key in a known_hosts file.
public struct KnownHostKey: Hashable, Sendable {
    /// The key.
    public let key: PublicKey
    /// `path:number`, the line that it is in.
    public let place: String

    init(_ line: KnownHostsLine) {
        key = line.key
        place = line.place
    }
}
