import FleetCore
import FleetExecution
public import FleetRecord
import Foundation

extension RunPlanner {
    /// The plan of a new run for what did not succeed in the run in `folder`, with the same scripts; `nil` where
    /// all went well.
    ///
    /// - Throws: ``PlanError`` with `.stillRunning` where some of it may still run; `RecordError`, `KeyError` or
    ///   `KnownHostsError`.
    public func plan(retrying folder: RunFolder) async throws -> RunPlan? {
        let history = try RunHistory(of: folder)
        let open = history.unfinished.filter { history.pasts[$0]?.hasBegun == true }
        guard open.isEmpty else {
            let hosts = open.prefix(3).map(\.host.name).joined(separator: ", ")
            let more = open.count > 3 ? " and \(open.count - 3) more" : ""
            throw PlanError(
                .stillRunning,
                "run \(folder.run) has no end yet on \(hosts)\(more), and must not be started there "
                    + "beside itself: `flotilla resume \(folder.run)` sees it through, "
                    + "`flotilla cancel \(folder.run)` ends it")
        }
        guard !history.unsuccessful.isEmpty else { return nil }
        let whole = try await plan(of: folder)
        var plan: RunPlan
        if whole.plays.isEmpty {
            plan = whole.limited(to: Set(history.unsuccessful))
        } else {
            let rest = PlayRest(whole.plays, history, earlier: whole.past.ends)
            plan = whole.limited(to: Set(rest.jobs))
            for index in plan.hosts.indices {
                plan.hosts[index].requested.earlier = rest.earlier[plan.hosts[index].id]
            }
        }
        plan.commandLine = RecordedCommandLine.of(CommandLine.arguments)
        plan.retryOf = folder.run
        return plan
    }
}
