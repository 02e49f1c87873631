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
        await plan.forEachHost { host in await ask(host, report: report) }
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
