import FleetCore
import FleetExecution

/// The words about host keys, at one place.
extension KnownHosts {
    func notice(
        _ key: PublicKey, of machine: Machine, _ path: String, _ trouble: String?
    ) -> String {
        let learned = "learned the \(key.typeName) host key of \(machine): \(key.fingerprint)"
        guard let trouble else { return learned }
        return learned + " (for this run only: \(path) can't be written: \(trouble))"
    }

    func unknown(_ key: PublicKey) -> TransportError {
        TransportError(
            .hostKeyUnknown,
            "its host key is not known: \(key.typeName) \(key.fingerprint); compare this with the"
                + " host's own (ssh-keygen -lf /etc/ssh/ssh_host_\(key.typeName.lowercased())_key.pub)"
                + " and connect once with 'host_keys: accept-new'")
    }

    func changed(
        _ key: PublicKey, of machine: Machine, _ line: KnownHostsLine
    ) -> TransportError {
        let name = KnownHosts.name(of: machine)
        return TransportError(
            .hostKeyChanged,
            "its host key has changed: known is \(line.key.typeName) \(line.key.fingerprint)"
                + " (\(line.place)), shown is \(key.typeName) \(key.fingerprint); the host was"
                + " installed anew, or somebody sits in between; if the new key is right, run:"
                + " ssh-keygen -R '\(name)' -f \(path(of: line))")
    }

    func revoked(_ key: PublicKey, _ line: KnownHostsLine) -> TransportError {
        TransportError(
            .hostKeyRevoked,
            "its host key \(key.fingerprint) is marked as revoked in \(line.place): do not trust"
                + " this host until it has a new key")
    }

    private func path(of line: KnownHostsLine) -> Substring {
        line.place.prefix(upTo: line.place.lastIndex(of: ":") ?? line.place.endIndex)
    }
}
