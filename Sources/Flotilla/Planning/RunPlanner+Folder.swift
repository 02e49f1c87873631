import FleetCore
import FleetExecution
public import FleetRecord

/// A plan from a run's folder, which alone is enough.
extension RunPlanner {
    /// The plan of a run as its folder tells it: all of its jobs, done or not.
    ///
    /// - Throws: `RecordError`, `KeyError` or `KnownHostsError`, or ``PlanError`` with `.merged`.
    public func plan(of folder: RunFolder) async throws -> RunPlan {
        let request = try folder.request()
        if let runs = request.mergedFrom {
            throw PlanError(
                .merged,
                "run \(folder.run) is a report of others, which alone can be gone on with: "
                    + runs.map(\.text).joined(separator: ", "))
        }
        // A run of which all went well has none; nothing of it is ever started.
        let secrets = try folder.secretsIfKept()
        var steps: [PlannedStep] = []
        for step in request.steps {
            let work =
                if let copy = step.copy { StepWork.copy(copy) } else {
                    StepWork.script(
                        Script(
                            source: step.source, content: try folder.script(of: step.id),
                            arguments: step.arguments,
                            environment: secrets?.environment(of: step.id) ?? []))
                }
            steps.append(
                PlannedStep(
                    id: step.id, work: work, holdsVariables: step.holdsVariables ?? false))
        }
        var environments: [HostID: [EnvironmentVariable]] = [:]
        let hosts = request.hosts.map { host in
            environments[host.id] = secrets?.environment(of: host.id)
            var host = host
            for step in request.steps {
                host.policies[step.id.name] = RecordedPolicy(request.policy(of: step, on: host))
            }
            return host
        }
        var plan = RunPlan(
            hosts: try await planned(
                hosts, steps: steps.map(\.id), environments: environments),
            steps: steps, limits: ScheduleLimits(request), output: nil, logDirectory: nil,
            commandLine: request.commandLine, retryOf: request.retryOf)
        plan.plays = request.plays ?? []
        plan.shard = request.shard
        return plan
    }
}

extension ScheduleLimits {
    fileprivate init(_ request: RunRequest) {
        self.init()
        fanout = max(1, request.fanout)
        serial = request.serial.compactMap { BatchSize($0) }
        maxFail = request.maxFail.flatMap { BatchSize($0) }
    }
}
