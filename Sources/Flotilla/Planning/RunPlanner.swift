public import FleetDocuments
import FleetCore
import FleetExecution
import Foundation
public import SSHTransport

/// Turns a wish into a plan: reads everything that a run needs, and finds every mistake, before any host is
/// contacted.
public struct RunPlanner: Sendable {
    /// The variables of this process's environment.
    public var environment = ProcessInfo.processInfo.environment
    /// The folder that `~` stands for.
    public var home = NSHomeDirectory()
    /// The operator's name, for hosts that are given none.
    public var user = NSUserName()
    /// Asks the operator for a passphrase; gives `nil` where nobody can be asked.
    public var ask: @Sendable (_ question: String) async -> String? = { _ in nil }

    private let eventLoops: SSHEventLoops

    /// Creates a planner for runs on `eventLoops`.
    public init(eventLoops: SSHEventLoops = .shared) { self.eventLoops = eventLoops }

    /// The inventory that a wish is about.
    ///
    /// - Throws: ``PlanError`` or `InventoryError`.
    public func inventory(for wish: RunWish) throws -> Inventory {
        try Inventory.load(sources(of: wish), home: home)
    }

    /// The inventories that a wish is about: those it names, else the operator's own.
    ///
    /// - Throws: ``PlanError`` with `.noInventory`.
    public func sources(of wish: RunWish) throws(PlanError) -> [String] {
        try InventorySearch.sources(named: wish.inventories, environment: environment)
    }

    /// Resolves all of `wish`.
    ///
    /// - Throws: ``PlanError``, `InventoryError`, `PatternError`, `KeyError` or `KnownHostsError`: whichever comes
    ///   first, with all mistakes of its kind.
    public func plan(_ wish: RunWish) async throws -> RunPlan {
        let inventory = try inventory(for: wish)
        let chosen = try wish.pattern.hosts(in: inventory)

        var reader = StepReader(inventory)
        let steps = wish.steps.compactMap { reader.step($0) }
        let extra = try EnvironmentOfVariables(wish.variables)
        let hosts = chosen.map { host in
            var host = host
            host.settings = wish.host.over(host.settings)
            return host
        }
        let mistakes = reader.mistakes + hosts.flatMap { notYet($0) }
        guard mistakes.isEmpty else { throw PlanError(mistakes) }

        let keys = KeyChain(
            inventory, eventLoops: eventLoops, ask: ask)
        let knownHosts = KnownHostsShelf()
        var planned: [PlannedHost] = []
        for host in hosts {
            let keys = try await keys.keys(of: host, privateKeys: wish.privateKeys)
            let known = try await knownHosts.knownHosts(of: host.settings)
            planned.append(
                PlannedHost(
                    id: host.id, machine: host.machine,
                    user: host.settings.user?.value ?? user,
                    perHost: host.settings.perHost?.value ?? 1,
                    policies: policies(of: host, steps, wish), keyFiles: keys.files,
                    environment: extra.variables(over: host.vars),
                    endpoint: endpoint(of: host, keys.identities, known)))
        }
        let fleet = wish.fleet.over(inventory.fleet)
        return RunPlan(
            hosts: planned, steps: steps.map { PlannedStep(id: $0.id, script: $0.script) },
            limits: limits(fleet), output: fleet.output?.value,
            logDirectory: fleet.logDir?.value, commandLine: wish.commandLine)
    }

    private func endpoint(
        of host: InventoryHost, _ identities: [Identity], _ known: KnownHosts
    ) -> SSHEndpoint {
        let check = HostKeyCheck(
            policy: host.settings.hostKeys?.value ?? .acceptNew, knownHosts: known)
        var endpoint = SSHEndpoint(
            machine: host.machine, user: host.settings.user?.value ?? user,
            identities: identities, hostKeys: check)
        if let timeout = host.settings.connectTimeout?.value { endpoint.connectTimeout = timeout }
        return endpoint
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

    private func limits(_ fleet: FleetSettings) -> ScheduleLimits {
        var limits = ScheduleLimits()
        if let fanout = fleet.fanout?.value { limits.fanout = fanout }
        if let serial = fleet.serial?.value { limits.serial = serial.map { BatchSize($0) } }
        if let maxFail = fleet.maxFail?.value { limits.maxFail = BatchSize(maxFail) }
        return limits
    }

    /// What a host's settings ask for and this version can't do: said before anything is contacted.
    private func notYet(_ host: InventoryHost) -> [PlanError.Mistake] {
        let settings = host.settings
        var wants: [(String, SourcePlace?)] = []
        if let transport = settings.transport,
            transport.value == .openssh || transport.value == .local
        {
            wants.append(("transport: \(transport.value.rawValue)", transport.place))
        }
        if let jump = settings.jump, !jump.value.isEmpty { wants.append(("jump", jump.place)) }
        if let become = settings.job.become, become.value != .no {
            wants.append(("become", become.place))
        }
        return wants.map { what, place in
            let origin = place.map { "\($0): " } ?? ""
            return PlanError.Mistake(
                .notYet, "\(origin)host '\(host.id)': this version doesn't have '\(what)' yet")
        }
    }
}

extension BatchSize {
    init(_ share: HostShare) {
        switch share {
        case .count(let count): self = .hosts(count)
        case .percent(let percent): self = .percent(percent)
        }
    }
}

extension KeyChain {
    /// The keys for `host`: the command line's files, else what its settings name, else what ssh tries.
    func keys(of host: InventoryHost, privateKeys: [String]) async throws(KeyError) -> Keys {
        if !privateKeys.isEmpty { return try await keys(inFiles: privateKeys) }
        if let names = host.settings.keys?.value { return try await keys(named: names) }
        return await standardKeys()
    }
}
