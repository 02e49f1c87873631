public import FleetCore
public import SSHTransport

/// Asks hosts whether they are there, and at which layer they aren't.
public struct FleetPing: Sendable {
    /// How often a host that doesn't answer well is asked again.
    public var retries = 2
    /// How long to wait before that.
    public var delay: Duration = .seconds(1)

    private let plan: RunPlan
    private let eventLoops: SSHEventLoops

    /// Creates the ping of a plan's hosts.
    public init(_ plan: RunPlan, eventLoops: SSHEventLoops) {
        self.plan = plan
        self.eventLoops = eventLoops
    }

    /// Asks all hosts, as many at once as the fanout says.
    ///
    /// - Parameter report: Told of each try, with its number, as it comes.
    /// - Returns: What was found out, in the order of the inventory.
    public func ask(
        report: @escaping @Sendable (HostID, Int, HostPing.Try) async -> Void
    ) async -> [HostPing] {
        await withTaskGroup(of: (Int, HostPing).self) { group in
            var hosts = plan.hosts.enumerated().makeIterator()
            func startNext() {
                guard let (index, host) = hosts.next() else { return }
                group.addTask { (index, await ask(host, report: report)) }
            }
            for _ in 0..<plan.fanout { startNext() }
            var found: [Int: HostPing] = [:]
            for await (index, ping) in group {
                found[index] = ping
                startNext()
            }
            return plan.hosts.indices.compactMap { found[$0] }
        }
    }

    private func ask(
        _ host: PlannedHost, report: @Sendable (HostID, Int, HostPing.Try) async -> Void
    ) async -> HostPing {
        let checks = HostChecks(
            host, remote: host.remote(on: eventLoops), eventLoops: eventLoops)
        var ping = HostPing(host: host.id, machine: host.machine, tries: [])
        while true {
            let found = await checks.ask()
            ping.tries.append(found)
            await report(host.id, ping.tries.count, found)
            guard !found.isGood, ping.tries.count <= retries else { return ping }
            do {
                try await Task.sleep(for: delay)
            } catch {
                // Cancelled: what is known so far is all there will be.
                return ping
            }
        }
    }
}
