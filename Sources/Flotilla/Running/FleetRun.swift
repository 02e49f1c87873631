public import FleetCore
import FleetExecution
public import FleetRecord
import Foundation
public import SSHTransport

/// A run: a plan that is carried out, into a folder of its own.
public struct FleetRun: Sendable {
    /// The run's identity.
    public let id: RunID
    /// Where it is kept.
    public let folder: RunFolder

    /// The jobs that there are to carry out.
    public var jobs: [JobID] { plan.jobs }

    /// What was done before this program took the run up; nothing where it begins.
    private let history: RunHistory?
    private let plan: RunPlan
    /// The plan of all jobs, those that are done included: a playbook is gone on with as a whole.
    private let whole: RunPlan
    private let nonce: Nonce
    private let eventLoops: SSHEventLoops

    /// What there is to carry out.
    public struct Options: Sendable {
        /// Whether scripts are left to themselves once they are known to run.
        public var isDetaching = false
        /// Whether what still runs is ended, and nothing begun.
        public var isCancelling = false
        /// Whether the operator is asked before each step of a playbook.
        public var asksBeforeSteps = false
        /// Asks the operator whether a step is to run.
        public var ask: @Sendable (StepID) async -> StepAnswer = { _ in .yes }

        /// Creates the options of a run that is seen through.
        public init() {}
    }

    /// Makes the folder of a run of `plan`; no host is contacted yet.
    ///
    /// - Throws: `RecordError`, or ``PlanError`` with `.descriptorLimit`.
    public init(_ plan: RunPlan, in store: RunStore, eventLoops: SSHEventLoops) throws {
        try plan.checkDescriptors()
        var random = SystemRandomNumberGenerator()
        let now = Timestamp.now
        self.id = RunID(beginningAt: now, of: plan.shard, using: &random)
        self.history = nil
        self.plan = plan
        self.whole = plan
        self.nonce = Nonce(using: &random)
        self.eventLoops = eventLoops
        self.folder = try store.create(
            RunRequest(plan, run: id, startedAt: now),
            scripts: plan.scripts.mapValues(\.content),
            secrets: RunSecrets(
                nonce: nonce.text,
                environments: plan.scripts.mapValues(\.environment),
                hostEnvironments: Dictionary(
                    uniqueKeysWithValues: plan.hosts.map { ($0.id, $0.environment) })))
    }

    /// Takes up `jobs` of the run in `folder`, which must be claimed; no host is contacted yet.
    ///
    /// - Throws: `RecordError`, or what is wrong with keys or known hosts.
    public init(
        resuming jobs: [JobID], of folder: RunFolder, with planner: RunPlanner
    ) async throws {
        let whole = try await planner.plan(of: folder)
        let plan = whole.limited(to: Set(jobs))
        try plan.checkDescriptors()
        let history = try RunHistory(of: folder)
        self.id = folder.run
        self.folder = folder
        self.history = history
        self.whole = whole
        self.plan = plan.startedFirst(history)
        self.nonce = try folder.nonce()
        self.eventLoops = planner.eventLoops
    }

    /// Runs all jobs.
    ///
    /// - Parameters:
    ///   - options: What is done otherwise than by a run that is seen through.
    ///   - interrupts: One element for each press of Ctrl-C (PRODUCT.md, "interrupt").
    ///   - observers: Who is told what happens.
    /// - Returns: The jobs that were left running on their hosts; none unless the operator left.
    /// - Throws: `RecordError` when what happened could not all be written down, or another flotilla has taken the
    ///   run over.
    public func carryOut(
        _ options: Options = Options(), interrupts: AsyncStream<Void>,
        observers: [any RunObserver]
    ) async throws -> [JobID] {
        let recorder = RunRecorder(try folder.journal(), observers: observers)
        await recorder.record(.runStarted(id, jobs: plan.jobs))
        let jobs = RunJobs(
            whole, run: id, nonce: nonce, folder: folder, recorder: recorder,
            eventLoops: eventLoops, history: history, options: options)
        let completion = await scheduled(scheduler(options), jobs, interrupts: interrupts)
        try folder.checkClaim()
        var left: [JobID] = []
        switch completion {
        case .finished: try await end(recorder)
        case .left(let running): left = running
        }
        if let failure = await recorder.failure { throw failure }
        return left
    }

    /// What decides when each job is started; to be cancelled, jobs need no order.
    private func scheduler(_ options: Options) -> FleetScheduler {
        guard !whole.plays.isEmpty, !options.isCancelling else {
            return FleetScheduler(plan.work, limits: plan.limits)
        }
        var past = whole.past
        let sought = Set(plan.jobs)
        // What was lost is sought again: it has no end yet.
        for (job, end) in history?.ends ?? [:] where !sought.contains(job) {
            past.ends[job] = end.outcome
        }
        past.begun = Set(
            plan.jobs.filter { history?.pasts[$0]?.hasBegun == true && past.ends[$0] == nil })
        return FleetScheduler(
            whole.work, plays: whole.plays, past: past,
            asksBeforeSteps: options.asksBeforeSteps)
    }

    /// Runs all jobs, as long as nobody takes the run over.
    private func scheduled(
        _ scheduler: FleetScheduler, _ jobs: RunJobs, interrupts: AsyncStream<Void>
    ) async -> FleetScheduler.Completion {
        await withTaskGroup(of: FleetScheduler.Completion?.self) { group in
            group.addTask { await scheduler.run(interrupts: interrupts, delegate: jobs) }
            group.addTask { [folder] in
                while !Task.isCancelled, !folder.isStolen {
                    do { try await Task.sleep(for: .seconds(1)) } catch { break }
                }
                return nil
            }
            var completion: FleetScheduler.Completion?
            for await end in group {
                completion = completion ?? end
                group.cancelAll()
            }
            return completion ?? .left(running: [])
        }
    }

    /// Writes down that no job is left, if that is so.
    private func end(_ recorder: RunRecorder) async throws {
        let history = try RunHistory(of: folder)
        guard history.unfinished.isEmpty else { return }
        await recorder.record(.runEnded)
        if history.unsuccessful.isEmpty { try folder.forgetSecrets() }
    }
}

extension RunFolder {
    /// The nonce of the run's jobs.
    func nonce() throws -> Nonce {
        let text = try secretsIfKept()?.nonce
        // Where all went well nothing is asked of hosts that would need it.
        var random = SystemRandomNumberGenerator()
        return text.flatMap { Nonce($0) } ?? Nonce(using: &random)
    }
}

extension RunPlan {
    /// Makes sure that as many files can be open as hosts are worked on.
    fileprivate func checkDescriptors() throws(PlanError) {
        guard
            let most = DescriptorLimit.raise(
                forFanout: min(limits.fanout, hosts.count),
                byPrograms: hosts.contains { $0.way.isByProgram })
        else {
            return
        }
        throw PlanError(
            .descriptorLimit,
            "\(limits.fanout) hosts at once need more open files than the system lets a "
                + "program have; raise `ulimit -n`, or work on at most \(most) at once with -f \(most)"
        )
    }

    /// The same plan, hosts first on which something may run already.
    fileprivate func startedFirst(_ history: RunHistory) -> RunPlan {
        var plan = self
        let isBegun: (PlannedHost) -> Bool = { host in
            host.steps.contains { history.pasts[JobID(host: host.id, step: $0)]?.hasBegun == true }
        }
        plan.hosts = hosts.filter(isBegun) + hosts.filter { !isBegun($0) }
        return plan
    }
}

extension RunPlan {
    /// The scripts of the steps that have one.
    fileprivate var scripts: [StepID: Script] {
        var scripts: [StepID: Script] = [:]
        for step in steps { scripts[step.id] = step.work.script }
        return scripts
    }

    /// The work of each host, as the scheduler sees it.
    var work: [HostWork] {
        hosts.map {
            HostWork(host: $0.id, machine: $0.place, perHost: $0.perHost, steps: $0.steps)
        }
    }
}

extension RunRequest {
    /// What is written down of a plan: all that resuming needs, and no secret.
    init(_ plan: RunPlan, run: RunID, startedAt: Timestamp) {
        self.init(
            run: run, startedAt: startedAt, flotilla: FlotillaVersion.current,
            plays: plan.plays.isEmpty ? nil : plan.plays,
            copiesFiles: plan.steps.contains { $0.work.copy != nil },
            hasWays: plan.hosts.contains {
                $0.way.isByProgram || $0.requested.jumps != nil || $0.requested.bindAddress != nil
            },
            hasPasswords: plan.hosts.contains { host in
                ([host.requested] + host.jumps).contains { $0.password != nil }
            })
        commandLine = plan.commandLine
        workingDirectory = FileManager.default.currentDirectoryPath
        fanout = plan.limits.fanout
        serial = plan.limits.serial.map(\.description)
        maxFail = plan.limits.maxFail?.description
        retryOf = plan.retryOf
        shard = plan.shard
        steps = plan.steps.map { step in
            let policy = plan.hosts.first { $0.steps.contains(step.id) }?.policy(of: step.id)
            return RequestedStep(step, policy: policy ?? JobPolicy())
        }
        let common = Dictionary(uniqueKeysWithValues: steps.map { ($0.id.name, $0.policy) })
        hosts = plan.hosts.map { host in
            var requested = host.requested
            requested.policies = requested.policies.filter {
                host.steps.map(\.name).contains($0.key) && common[$0.key] != $0.value
            }
            requested.steps = host.steps == steps.map(\.id) ? nil : host.steps
            return requested
        }
    }
}

extension RequestedStep {
    fileprivate init(_ step: PlannedStep, policy: JobPolicy) {
        switch step.work {
        case .script(let script):
            self.init(
                id: step.id, script: script, checksum: PosixChecksum.of(script.content),
                policy: policy, holdsVariables: step.holdsVariables)
        case .copy(let copy):
            self.init(id: step.id, copy: copy, checksum: PosixChecksum.of([]), policy: policy)
        }
    }
}
