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

    private let plan: RunPlan
    private let nonce: Nonce
    private let eventLoops: SSHEventLoops

    /// Makes the folder of a run of `plan`; no host is contacted yet.
    ///
    /// - Throws: `RecordError`, or ``PlanError`` with `.descriptorLimit`.
    public init(_ plan: RunPlan, in store: RunStore, eventLoops: SSHEventLoops) throws {
        if let most = DescriptorLimit.raise(forFanout: min(plan.limits.fanout, plan.hosts.count)) {
            throw PlanError(
                .descriptorLimit,
                "\(plan.limits.fanout) hosts at once need more open files than the system lets a "
                    + "program have; raise `ulimit -n`, or work on at most \(most) at once with -f \(most)"
            )
        }
        var random = SystemRandomNumberGenerator()
        let now = Timestamp.now
        self.id = RunID(beginningAt: now, using: &random)
        self.plan = plan
        self.nonce = Nonce(using: &random)
        self.eventLoops = eventLoops
        self.folder = try store.create(
            RunRequest(plan, run: id, startedAt: now),
            scripts: Dictionary(
                uniqueKeysWithValues: plan.steps.map { ($0.id, $0.script.content) }),
            secrets: RunSecrets(
                nonce: nonce.text,
                environments: Dictionary(
                    uniqueKeysWithValues: plan.steps.map { ($0.id, $0.script.environment) })))
    }

    /// Runs all jobs.
    ///
    /// - Parameters:
    ///   - interrupts: One element for each press of Ctrl-C (PRODUCT.md, "interrupt").
    ///   - observers: Who is told what happens.
    /// - Returns: The jobs that were left running on their hosts; none unless the operator left.
    /// - Throws: `RecordError` when what happened could not all be written down.
    public func carryOut(
        interrupts: AsyncStream<Void>, observers: [any RunObserver]
    ) async throws -> [JobID] {
        let recorder = RunRecorder(try folder.journal(), observers: observers)
        await recorder.record(.runStarted(id, jobs: plan.jobs))
        let scheduler = FleetScheduler(plan.work, limits: plan.limits)
        let jobs = RunJobs(
            plan, run: id, nonce: nonce, folder: folder, recorder: recorder,
            eventLoops: eventLoops)
        let completion = await scheduler.run(interrupts: interrupts, delegate: jobs)
        var left: [JobID] = []
        switch completion {
        case .finished:
            await recorder.record(.runEnded)
            try folder.forgetSecrets()
        case .left(let running): left = running
        }
        if let failure = await recorder.failure { throw failure }
        return left
    }
}

extension RunPlan {
    /// The work of each host, as the scheduler sees it.
    var work: [HostWork] {
        let steps = steps.map(\.id)
        return hosts.map {
            HostWork(host: $0.id, machine: $0.machine, perHost: $0.perHost, steps: steps)
        }
    }
}

extension RunRequest {
    /// What is written down of a plan: all that resuming needs, and no secret.
    init(_ plan: RunPlan, run: RunID, startedAt: Timestamp) {
        self.init(run: run, startedAt: startedAt, flotilla: FlotillaVersion.current)
        commandLine = plan.commandLine
        workingDirectory = FileManager.default.currentDirectoryPath
        fanout = plan.limits.fanout
        hosts = plan.hosts.map { host in
            var requested = RequestedHost(id: host.id, machine: host.machine, user: host.user)
            requested.perHost = host.perHost
            requested.keyFiles = host.keyFiles
            requested.hostKeys = host.endpoint.hostKeys.policy.rawValue
            requested.connectTimeout = host.endpoint.connectTimeout.seconds
            return requested
        }
        steps = plan.steps.map { step in
            RequestedStep(
                id: step.id, script: step.script,
                checksum: PosixChecksum.of(step.script.content),
                policy: plan.hosts.first?.policies[step.id] ?? JobPolicy())
        }
    }
}
