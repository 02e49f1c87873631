public import FleetCore
public import SSHTransport

/// The keys that a host shows, and what is known of them.
public struct HostKeyReport: Sendable {
    /// A key that the host shows.
    public struct Shown: Sendable {
        /// The key.
        public let key: PublicKey
        /// What the host's known_hosts files say about it.
        public internal(set) var standing: HostKeyStanding
        /// What a list that keys are compared with says about it; `nil` without one.
        public internal(set) var comparison: HostKeyList.Comparison?
        /// Whether it has been written down just now.
        public internal(set) var isLearned = false
        /// Why the key could not be written down, where it was to be.
        public internal(set) var trouble: String?
    }

    /// The host.
    public let host: HostID
    /// What its address and port reach.
    public let machine: Machine
    /// The file that its keys are learned into.
    public let file: String?
    /// The keys; none where the host could not be asked.
    public internal(set) var shown: [Shown]
    /// Why the host has no keys to be asked for; `nil` where it has.
    public internal(set) var obstacle: String?
    /// Why the host could not be asked; `nil` where it was.
    public let failure: Unreachable?
    /// The keys that the list has for the host, and that it doesn't show.
    public internal(set) var missing: [KnownHostKey] = []

    /// Whether nothing about the host's keys is open: all are known, or in the list that they were compared with.
    public var isGood: Bool {
        failure == nil && missing.isEmpty
            && shown.allSatisfy { shown in
                shown.comparison.map { $0 == .listed } ?? (shown.standing == .known)
            }
    }

    /// How many keys `choice` is about.
    public func count(where choice: (HostKeyStanding) -> Bool) -> Int {
        shown.count { choice($0.standing) }
    }
}

extension HostKeyStanding {
    /// Whether another key of the type is known.
    public var isChange: Bool { if case .changed = self { true } else { false } }

    /// Whether the key must not be accepted.
    public var isRevocation: Bool { if case .revoked = self { true } else { false } }
}
