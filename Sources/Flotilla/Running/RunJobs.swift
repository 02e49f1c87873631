import FleetCore
import FleetExecution
import FleetRecord
import SSHTransport
import Synchronization

/// Runs the jobs that the scheduler starts, each by an executor of its own over its host's connection.
final class RunJobs: FleetScheduler.Delegate {
    private let run: RunID
    private let nonce: Nonce
    private let folder: RunFolder
    private let recorder: RunRecorder
    private let eventLoops: SSHEventLoops
    private let hosts: [HostID: PlannedHost]
    private let steps: [StepID: PlannedStep]
    /// The steps whose failure is no trouble.
    private let ignored: Set<StepID>
    private let history: RunHistory?
    private let options: FleetRun.Options
    /// The ways into hosts, for the whole run: what one has found out about its server it needn't find out again.
    private let remotes: [HostID: any RemoteHost]
    /// The hosts that are worked on, by name: as many as the fanout lets.
    private let links = Mutex<[HostID: SharedRemoteHost]>([:])

    init(
        _ plan: RunPlan, run: RunID, nonce: Nonce, folder: RunFolder, recorder: RunRecorder,
        eventLoops: SSHEventLoops, history: RunHistory?, options: FleetRun.Options
    ) {
        self.history = history
        self.ignored = Set(
            plan.plays.flatMap(\.steps).filter { $0.onFailure == .ignore }.map(\.id))
        self.options = options
        self.run = run
        self.nonce = nonce
        self.folder = folder
        self.recorder = recorder
        self.eventLoops = eventLoops
        self.hosts = Dictionary(uniqueKeysWithValues: plan.hosts.map { ($0.id, $0) })
        self.remotes = self.hosts.mapValues { $0.remote(on: eventLoops) }
        self.steps = Dictionary(uniqueKeysWithValues: plan.steps.map { ($0.id, $0) })
    }

    func run(_ id: JobID, control: JobControl) async -> Outcome? {
        guard let host = hosts[id.host], let step = steps[id.step] else {
            preconditionFailure("\(id) is not in the plan")
        }
        switch step.work(for: host) {
        case .script(let script): return await self.run(script, of: id, on: host, control)
        case .copy(let copy): return await self.run(copy, of: id, on: host, control)
        }
    }

    private func run(
        _ script: Script, of id: JobID, on host: PlannedHost, _ control: JobControl
    ) async -> Outcome? {
        var job = Job(
            id: id, run: run, script: script, policy: host.policy(of: id.step), nonce: nonce)
        job.sudoPassword = host.sudoPassword
        do throws(RecordError) {
            job.past = try await history?.past(of: id, in: folder)
        } catch {
            let why = "the log here can't be read, so its output can't be gone on with: \(error)"
            return await end(id, .lost(why))
        }
        if options.isCancelling {
            guard job.past != nil else { return await end(id, .cancelled) }
            control.cancel()
        }
        let executor = SSHTmuxExecutor(
            job, on: link(to: host),
            probe: HostChecks(host, remote: remote(host), eventLoops: eventLoops),
            journal: journal(of: id))
        return await executor.run(
            control: control, leavesOnceStarted: options.isDetaching)
    }

    private func run(
        _ copy: StepCopy, of id: JobID, on host: PlannedHost, _ control: JobControl
    ) async -> Outcome? {
        if options.isCancelling {
            guard history?.hasBegun(id) == true else { return await end(id, .cancelled) }
            control.cancel()
        }
        guard let direction = FileOrder.Direction(copy, into: folder) else {
            return await end(id, .failed(.notCopied("no file is named in '\(copy)'")))
        }
        let executor = FileTransferExecutor(
            FileOrder(direction, job: id, nonce: nonce), on: link(to: host),
            policy: host.policy(of: id.step), journal: journal(of: id),
            start: history?.starts(of: id) ?? 1)
        return await executor.run(control: control)
    }

    private func journal(of id: JobID) -> JobRecorder {
        JobRecorder(
            id, in: folder, recorder: recorder, ignoresFailure: ignored.contains(id.step))
    }

    func skip(_ job: JobID, because reason: String) async {
        _ = await end(job, .skipped(reason))
    }

    func passOver(_ job: JobID, because reason: String) async {
        _ = await end(job, .unneeded(reason))
    }

    func announce(_ mark: BatchMark) async { await recorder.record(.batchStarted(mark)) }

    func ask(about step: StepID) async -> StepAnswer { await options.ask(step) }

    /// Ends a job that nothing is done for.
    private func end(_ job: JobID, _ outcome: Outcome) async -> Outcome {
        let end = JobEnd(outcome: outcome, duration: .zero, bytes: 0, lines: 0)
        await recorder.record(.job(job, .ended(end)))
        return outcome
    }

    func interrupted(_ count: Int) async { await recorder.record(.interrupted(count: count)) }

    func release(_ host: HostID) -> @Sendable () async -> Void {
        let link = links.withLock { $0.removeValue(forKey: host) }
        return { await link?.release() }
    }

    private func link(to host: PlannedHost) -> SharedRemoteHost {
        links.withLock { links in
            if let link = links[host.id] { return link }
            let link = SharedRemoteHost(remote(host))
            links[host.id] = link
            return link
        }
    }

    private func remote(_ host: PlannedHost) -> any RemoteHost {
        guard let remote = remotes[host.id] else {
            preconditionFailure("\(host.id) is not in the plan")
        }
        return remote
    }
}

extension FileOrder.Direction {
    /// What is copied, fetched files into the run's folder; `nil` where a path can't be one.
    fileprivate init?(_ copy: StepCopy, into folder: RunFolder) {
        switch copy {
        case .push(let source, let target, let mode):
            guard let target = RemotePath(target) else { return nil }
            self = .push(source: source, target: target, mode: mode)
        case .fetch(let source):
            guard let source = RemotePath(source) else { return nil }
            self = .fetch(source: source, folder: "\(folder.path)/\(RunFolder.filesPath)")
        }
    }
}
