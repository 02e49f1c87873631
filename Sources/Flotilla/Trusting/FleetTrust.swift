import FleetCore
import FleetExecution
public import SSHTransport

/// Asks hosts for their keys without logging in, and writes down those that the operator trusts.
public struct FleetTrust: Sendable {
    private let plan: RunPlan
    private let eventLoops: SSHEventLoops

    /// Creates what asks a plan's hosts.
    public init(_ plan: RunPlan, eventLoops: SSHEventLoops) {
        self.plan = plan
        self.eventLoops = eventLoops
    }

    /// Asks all hosts, as many at once as the fanout says; writes nothing.
    ///
    /// - Parameter list: What the keys are compared with besides.
    /// - Returns: What they show, in the order of the inventory.
    public func ask(comparingWith list: HostKeyList? = nil) async -> [HostKeyReport] {
        await plan.forEachHost { host in await report(of: host, list) }
    }

    /// Writes down the keys of `reports` that are unknown.
    ///
    /// - Parameters:
    ///   - reports: What hosts have shown.
    ///   - replacesChanged: Whether those go in the place of other known ones, too.
    /// - Returns: The reports, with what has become known, or why it hasn't.
    public func learn(
        _ reports: [HostKeyReport], replacesChanged: Bool
    ) async -> [HostKeyReport] {
        var learned: [HostKeyReport] = []
        for (host, report) in zip(plan.hosts, reports) {
            var report = report
            for index in report.shown.indices {
                let shown = report.shown[index]
                guard shown.standing == .unknown || (shown.standing.isChange && replacesChanged)
                else { continue }
                do throws(KnownHostsError) {
                    try await host.endpoint.hostKeys.knownHosts.trust(
                        shown.key, of: host.machine, replacesOther: replacesChanged)
                    report.shown[index].standing = .known
                    report.shown[index].isLearned = true
                } catch {
                    report.shown[index].trouble = error.description
                }
            }
            learned.append(report)
        }
        return learned
    }

    private func report(of host: PlannedHost, _ list: HostKeyList?) async -> HostKeyReport {
        let known = host.endpoint.hostKeys.knownHosts
        let machine = host.machine
        if let obstacle = host.obstacle {
            return HostKeyReport(
                host: host.id, machine: machine, file: nil, shown: [], obstacle: obstacle,
                failure: nil)
        }
        let keys: [PublicKey]
        do throws(TransportError) {
            keys = try await SSHHost(endpoint: host.endpoint, eventLoops: eventLoops).hostKeys()
        } catch {
            return HostKeyReport(
                host: host.id, machine: machine, file: known.pathOfLearned, shown: [],
                failure: Unreachable(error.layer, error.message))
        }
        let shown = keys.map { key in
            HostKeyReport.Shown(
                key: key, standing: known.standing(of: key, on: machine),
                comparison: list?.comparison(of: key, on: machine))
        }
        return HostKeyReport(
            host: host.id, machine: machine, file: known.pathOfLearned, shown: shown, failure: nil,
            missing: list?.missing(on: machine, among: keys) ?? [])
    }
}
