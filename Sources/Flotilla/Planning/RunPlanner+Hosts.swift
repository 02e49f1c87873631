import FleetCore
import FleetRecord
import SSHTransport

/// The way into hosts, whether an inventory or a run's folder names them.
extension RunPlanner {
    /// Reads the keys of `hosts`, and whose host keys are known.
    ///
    /// - Throws: `KeyError` or `KnownHostsError`.
    func planned(
        _ hosts: [RequestedHost], steps: [StepID],
        environments: [HostID: [EnvironmentVariable]]
    ) async throws -> [PlannedHost] {
        let keys = KeyChain(eventLoops: eventLoops, ask: ask)
        let shelf = KnownHostsShelf()
        let ssh = SystemSSH(home: home, environment: environment)
        var planned: [PlannedHost] = []
        for host in hosts {
            let (way, identities) = try await self.way(into: host, keys, ssh)
            var endpoint = SSHEndpoint(
                to: host, identities, try await shelf.knownHosts(in: host.knownHosts))
            endpoint.password = way.isByProgram ? nil : try await password(for: host, keys)
            for jump in way.isByProgram ? [] : host.jumps ?? [] {
                endpoint.jumps.append(try await self.endpoint(to: jump, keys, shelf))
            }
            let steps = host.steps ?? steps
            planned.append(
                PlannedHost(
                    steps: steps, requested: host, environment: environments[host.id] ?? [],
                    sudoPassword: try await sudoPassword(for: host, steps, keys),
                    endpoint: endpoint, way: way))
        }
        return planned
    }

    private func endpoint(
        to host: RequestedHost, _ keys: KeyChain, _ shelf: KnownHostsShelf
    ) async throws -> SSHEndpoint {
        let identities = try await keys.identities(of: host)
        var endpoint = SSHEndpoint(
            to: host, identities, try await shelf.knownHosts(in: host.knownHosts))
        endpoint.password = try await password(for: host, keys)
        return endpoint
    }

    /// The password that `host` is told where it takes no key.
    private func password(
        for host: RequestedHost, _ keys: KeyChain
    ) async throws -> LoginPassword? {
        guard let source = host.password else { return nil }
        return try await keys.loginPassword(from: source.source)
    }

    /// The password that sudo is told on `host`, where any of its jobs runs as another user.
    private func sudoPassword(
        for host: RequestedHost, _ steps: [StepID], _ keys: KeyChain
    ) async throws -> String? {
        guard let source = host.becomePassword,
            steps.contains(where: { host.policies[$0.name]?.policy.becomeUser != nil })
        else { return nil }
        return try await keys.sudoPassword(from: source.source)
    }
}

extension SSHEndpoint {
    fileprivate init(
        to host: RequestedHost, _ identities: [Identity], _ known: KnownHosts
    ) {
        // A word of a newer flotilla is taken for the safest.
        let policy = HostKeyPolicy(rawValue: host.hostKeys) ?? .strict
        self.init(
            machine: host.machine, user: host.user, identities: identities,
            hostKeys: HostKeyCheck(policy: policy, knownHosts: known))
        name = host.id.name
        bindAddress = host.bindAddress
        if let limit = host.connectTimeout.flatMap({ Duration(written: $0) }) {
            connectTimeout = limit
        }
    }
}
