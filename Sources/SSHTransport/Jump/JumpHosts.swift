import FleetCore
import FleetExecution
import Synchronization

/// The jump hosts of a process: hosts behind the same one share its connection, whoever they belong to.
final class JumpHosts: Sendable {
    private let hosts = Mutex<[Key: JumpHost]>([:])

    /// The jump host at `endpoint`.
    func host(at endpoint: SSHEndpoint) -> JumpHost {
        hosts.withLock { hosts in
            let key = Key(endpoint)
            if let host = hosts[key] { return host }
            let host = JumpHost(endpoint)
            hosts[key] = host
            return host
        }
    }

    /// Closes all their connections.
    func close() async {
        let all = hosts.withLock { hosts in
            defer { hosts.removeAll() }
            return Array(hosts.values)
        }
        for host in all { await host.close() }
    }

    /// All that has to be the same for a connection to be shared: a host is not to be trusted, or got into, as
    /// another one's settings say.
    private struct Key: Hashable {
        let machine: Machine
        let user: String
        let keys: [PublicKey]
        let policy: HostKeyPolicy
        let knownHosts: ObjectIdentifier
        let bindAddress: String?
        let before: [Key]

        init(_ endpoint: SSHEndpoint) {
            machine = endpoint.machine
            user = endpoint.user
            keys = endpoint.identities.map(\.publicKey)
            policy = endpoint.hostKeys.policy
            knownHosts = ObjectIdentifier(endpoint.hostKeys.knownHosts)
            bindAddress = endpoint.bindAddress
            before = endpoint.jumps.map { Key($0) }
        }
    }
}
