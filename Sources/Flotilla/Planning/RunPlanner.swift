import FleetCore
public import FleetDocuments
import FleetExecution
import FleetRecord
import Foundation
public import SSHTransport

/// Turns a wish into a plan: reads everything that a run needs, and finds every mistake, before any host is
/// contacted.
public struct RunPlanner: Sendable {
    /// The variables of this process's environment.
    public var environment = ProcessInfo.processInfo.environment
    /// The folder that `~` stands for.
    public var home = RunPlanner.homeOfOperator
    /// The operator's name, for hosts that are given none.
    public var user = NSUserName()
    /// Asks the operator for a passphrase; gives `nil` where nobody can be asked.
    public var ask: @Sendable (_ question: String) async -> String? = { _ in nil }

    /// Where the connections of its runs live.
    public let eventLoops: SSHEventLoops

    /// As a shell finds it: `HOME`, else what the system's users are listed with.
    private static var homeOfOperator: String {
        let home = ProcessInfo.processInfo.environment["HOME"] ?? ""
        return home.isEmpty ? NSHomeDirectory() : home
    }

    /// Creates a planner for runs on `eventLoops`.
    public init(eventLoops: SSHEventLoops = .shared) { self.eventLoops = eventLoops }

    /// The inventory that a wish is about; the programs among its sources are run.
    ///
    /// - Throws: ``PlanError`` or `InventoryError`.
    public func inventory(for wish: RunWish) async throws -> Inventory {
        let outputs = try await programOutputs(for: wish)
        return try Inventory.load(sources(of: wish), outputs: outputs, home: home)
    }

    /// What the programs among a wish's sources print, by their path.
    ///
    /// - Throws: ``PlanError``, or `InventoryError` with all programs that failed.
    public func programOutputs(for wish: RunWish) async throws -> [String: ProgramOutput] {
        try await InventoryPrograms(limit: wish.inventoryTimeout)
            .outputs(of: InventorySources(named: sources(of: wish)).programs)
    }

    /// The inventories that a wish is about: those it names, else the operator's own.
    ///
    /// - Throws: ``PlanError`` with `.noInventory`.
    public func sources(of wish: RunWish) throws(PlanError) -> [String] {
        try InventorySearch.sources(named: wish.inventories, environment: environment)
    }

    /// Resolves all of `wish`.
    ///
    /// - Throws: ``PlanError``, `InventoryError`, `PlaybookError`, `PatternError`, `KeyError` or `KnownHostsError`:
    ///   whichever comes first, with all mistakes of its kind.
    public func plan(_ wish: RunWish) async throws -> RunPlan {
        if let playbook = wish.playbook { return try await plan(playing: playbook, wish) }
        let inventory = try await inventory(for: wish)
        let chosen = try wish.hosts(in: inventory)

        var reader = StepReader(inventory)
        let steps = wish.steps.compactMap { reader.step($0) }
        let extra = try EnvironmentOfVariables(wish.variables)
        let (hosts, configured) = try await settled(chosen, wish)
        let jumps = try await jumps(to: hosts, configured, wish, inventory)
        let mistakes =
            reader.mistakes + refusals(of: hosts, configured, in: inventory) + jumps.mistakes
        guard mistakes.isEmpty else { throw PlanError(mistakes) }

        var environments: [HostID: [EnvironmentVariable]] = [:]
        for host in hosts { environments[host.id] = extra.variables(over: host.vars) }
        let requested = hosts.map { host in
            var requested = self.requested(host, wish, inventory, configured[host.id])
            requested.jumps = jumps.ways[host.id]
            let policies = policies(of: host, steps, wish)
            requested.policies = Dictionary(
                uniqueKeysWithValues: policies.map { ($0.key.name, RecordedPolicy($0.value)) })
            return requested
        }
        let planned = try await self.planned(
            requested, steps: steps.map(\.id), environments: environments)
        let fleet = wish.fleet.over(inventory.fleet)
        return RunPlan(
            hosts: planned, steps: steps.map { PlannedStep(id: $0.id, work: $0.work) },
            limits: ScheduleLimits(fleet), output: fleet.output?.value,
            logDirectory: fleet.logDir?.value, commandLine: wish.commandLine, shard: wish.shard)
    }

    /// The hosts with what the command line says over their settings, and what `ssh` is configured to do below.
    func settled(
        _ chosen: [InventoryHost], _ wish: RunWish
    ) async throws(PlanError) -> ([InventoryHost], [HostID: SSHConfigured]) {
        var hosts = chosen
        for index in hosts.indices {
            hosts[index].settings = wish.host.over(hosts[index].settings)
        }
        let configured = try await sshConfigured(hosts)
        for index in hosts.indices {
            guard let said = configured[hosts[index].id]?.settings else { continue }
            hosts[index].settings = hosts[index].settings.over(said)
        }
        return (hosts, configured)
    }

    /// What is written down of the way into `host`.
    func requested(
        _ host: InventoryHost, _ wish: RunWish, _ inventory: Inventory,
        _ configured: SSHConfigured?
    ) -> RequestedHost {
        let settings = host.settings
        let isHere = settings.transport?.value == .local
        var requested = RequestedHost(
            id: host.id, machine: isHere ? .here : host.machine,
            user: isHere ? user : settings.user?.value ?? user)
        requested.perHost = settings.perHost?.value ?? 1
        let keys =
            keys(of: host, wish, inventory) ?? configured?.keys(environment: environment)
        requested.keys = wish.needsLogin ? keys?.map { RequestedKey($0) } : []
        requested.knownHosts = (settings.knownHosts?.value ?? []).map(\.absolutePath)
        put(host, configured, into: &requested)
        requested.bindAddress = settings.bindAddress?.value
        if let policy = settings.hostKeys?.value { requested.hostKeys = policy.rawValue }
        requested.connectTimeout = settings.connectTimeout?.value.seconds
        requested.password =
            wish.needsLogin ? (settings.password?.value).map { .init($0) } : nil
        requested.becomePassword = (settings.becomePassword?.value).map { .init($0) }
        return requested
    }

    /// The command line's files, else what the host's settings name, else nothing: what ssh tries.
    private func keys(
        of host: InventoryHost, _ wish: RunWish, _ inventory: Inventory
    ) -> [InventoryKey.Source]? {
        if !wish.privateKeys.isEmpty {
            return wish.privateKeys.map { .file(path: $0, passphrase: .prompt) }
        }
        // Names are checked when the inventory is read.
        return host.settings.keys?.value.compactMap { inventory.key(named: $0)?.source }
    }

    /// The command line over the script over the host.
    private func policies(
        of host: InventoryHost, _ steps: [StepReader.Step], _ wish: RunWish
    ) -> [StepID: JobPolicy] {
        var policies: [StepID: JobPolicy] = [:]
        for step in steps {
            policies[step.id] = wish.host.job.over(step.job.over(host.settings.job)).policy
        }
        return policies
    }
}

extension ScheduleLimits {
    /// The limits that settings make, the product's defaults where they say nothing.
    init(_ fleet: FleetSettings) {
        self.init()
        if let fanout = fleet.fanout?.value { self.fanout = fanout }
        if let serial = fleet.serial?.value { self.serial = serial.map { BatchSize($0) } }
        if let maxFail = fleet.maxFail?.value { self.maxFail = BatchSize(maxFail) }
    }
}

extension Machine {
    /// This machine, whatever its hosts are called.
    fileprivate static let here = Machine(address: "localhost")
}

extension BatchSize {
    fileprivate init(_ share: HostShare) {
        switch share {
        case .count(let count): self = .hosts(count)
        case .percent(let percent): self = .percent(percent)
        }
    }
}
