import FleetCore
import FleetExecution
public import SSHTransport

/// Finds out what is missing on this side and on hosts.
public struct FleetDoctor: Sendable {
    private let eventLoops: SSHEventLoops

    /// Creates a doctor whose connections live on `eventLoops`.
    public init(eventLoops: SSHEventLoops) { self.eventLoops = eventLoops }

    /// Looks at this side, and whether it is enough for a plan.
    public func examineThisSide(
        environment: [String: String], home: String, for plan: RunPlan?
    ) async -> LocalReport {
        await LocalExamination(
            environment: environment, home: home,
            fanout: plan?.fanout ?? ScheduleLimits().fanout,
            byPrograms: plan?.hosts.contains { $0.way.isByProgram } ?? false,
            eventLoops: eventLoops
        ).examine()
    }

    /// Looks at the hosts of a plan, as many at once as the fanout says.
    ///
    /// A plan with a step has the doctor see, too, whether hosts let jobs become the user whom that step becomes.
    ///
    /// - Returns: What was found, in the order of the inventory.
    public func examine(_ plan: RunPlan) async -> [HostReport] {
        await plan.forEachHost { host in
            do throws(TransportError) {
                let examination = HostExamination(host, eventLoops: eventLoops)
                return HostReport(host, .success(try await examination.examine()))
            } catch {
                return HostReport(host, .failure(error))
            }
        }
    }
}
