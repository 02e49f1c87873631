import FleetCore
import FleetExecution

extension RunPlan {
    /// Makes sure that all scripts can be started at once, so that nobody is needed to start more.
    ///
    /// - Throws: ``PlanError`` with `.cannotDetach`.
    public func checkDetachable() throws(PlanError) {
        if !plays.isEmpty {
            throw PlanError(
                .cannotDetach, "a playbook starts scripts after others, so somebody must stay")
        }
        if !limits.serial.isEmpty || limits.maxFail != nil {
            throw PlanError(
                .cannotDetach,
                "--detach leaves before scripts have ended, which --serial and --max-fail wait for")
        }
        var jobs: [Machine: Int] = [:]
        for host in hosts { jobs[host.place, default: 0] += host.steps.count }
        for host in hosts where jobs[host.place, default: 0] > host.perHost {
            throw PlanError(
                .cannotDetach,
                "--detach starts everything at once, but \(host.machine) is to run "
                    + "\(jobs[host.place, default: 0]) jobs and may run \(host.perHost) at once; "
                    + "raise --per-host, or stay")
        }
    }
}
