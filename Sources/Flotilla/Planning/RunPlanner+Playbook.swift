import FleetCore
import FleetDocuments
import FleetExecution
import FleetRecord

/// A plan from a playbook.
extension RunPlanner {
    /// Resolves the playbook at `path` for the hosts that `wish` leaves it.
    ///
    /// - Throws: ``PlanError``, `InventoryError`, `PlaybookError`, `PatternError`, `KeyError` or `KnownHostsError`.
    func plan(playing path: String, _ wish: RunWish) async throws -> RunPlan {
        let inventory = try await inventory(for: wish)
        let book = try Playbook.load(path, home: home)
        var planner = try PlaybookPlanner(book, in: inventory, wish)
        let extra = try EnvironmentOfVariables(wish.variables)
        let (hosts, configured) = try await settled(planner.hosts, wish)
        var environments: [HostID: [EnvironmentVariable]] = [:]
        for host in hosts { environments[host.id] = extra.variables(over: host.vars) }
        planner.checkVariables(of: book, in: environments)
        let jumps = try await jumps(to: hosts, configured, wish, inventory)
        let mistakes =
            planner.mistakes + refusals(of: hosts, configured, in: inventory) + jumps.mistakes
        guard mistakes.isEmpty else { throw PlanError(mistakes) }

        let (plays, steps) = (planner.plays, planner.steps)
        let jobs = Dictionary(uniqueKeysWithValues: steps.map { ($0.id, $0.job) })
        var own: [HostID: [StepID]] = [:]
        for play in plays {
            for host in play.hosts { own[host, default: []] += play.steps.map(\.id) }
        }
        let requested = hosts.map { host in
            var requested = self.requested(host, wish, inventory, configured[host.id])
            requested.jumps = jumps.ways[host.id]
            requested.steps = own[host.id] ?? []
            for step in requested.steps ?? [] {
                let job = wish.host.job.over(jobs[step]?.over(host.settings.job) ?? JobSettings())
                requested.policies[step.name] = RecordedPolicy(job.policy)
            }
            return requested
        }
        let fleet = wish.fleet.over(inventory.fleet)
        var limits = ScheduleLimits()
        limits.fanout = plays.map(\.limits.fanout).max() ?? limits.fanout
        var plan = RunPlan(
            hosts: try await planned(
                requested, steps: steps.map(\.id), environments: environments),
            steps: steps.map { PlannedStep(id: $0.id, work: $0.work, holdsVariables: true) },
            limits: limits, output: fleet.output?.value, logDirectory: fleet.logDir?.value,
            commandLine: wish.commandLine)
        plan.plays = plays
        plan.shard = wish.shard
        let copies = await plan.mistakesOfCopies(of: book)
        guard copies.isEmpty else { throw PlanError(copies) }
        return plan
    }
}
