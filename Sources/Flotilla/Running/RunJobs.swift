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
    private let scripts: [StepID: Script]
    /// The hosts that are worked on, by name: as many as the fanout lets.
    private let links = Mutex<[HostID: SharedRemoteHost]>([:])

    init(
        _ plan: RunPlan, run: RunID, nonce: Nonce, folder: RunFolder, recorder: RunRecorder,
        eventLoops: SSHEventLoops
    ) {
        self.run = run
        self.nonce = nonce
        self.folder = folder
        self.recorder = recorder
        self.eventLoops = eventLoops
        self.hosts = Dictionary(uniqueKeysWithValues: plan.hosts.map { ($0.id, $0) })
        self.scripts = Dictionary(uniqueKeysWithValues: plan.steps.map { ($0.id, $0.script) })
    }

    func run(_ id: JobID, control: JobControl) async -> Outcome? {
        guard let host = hosts[id.host], var script = scripts[id.step] else {
            preconditionFailure("\(id) is not in the plan")
        }
        // The script's own variables win over the host's.
        script.environment = host.environment + script.environment
        let job = Job(
            id: id, run: run, script: script, policy: host.policies[id.step] ?? JobPolicy(),
            nonce: nonce)
        let journal = JobRecorder(id, in: folder, recorder: recorder)
        let executor = SSHTmuxExecutor(job, on: link(to: host), journal: journal)
        return await executor.run(control: control)
    }

    func skip(_ job: JobID, because reason: String) async {
        let end = JobEnd(outcome: .skipped(reason), duration: .zero, bytes: 0, lines: 0)
        await recorder.record(.job(job, .ended(end)))
    }

    func interrupted(_ count: Int) async { await recorder.record(.interrupted(count: count)) }

    func release(_ host: HostID) async {
        await links.withLock { $0.removeValue(forKey: host) }?.release()
    }

    private func link(to host: PlannedHost) -> SharedRemoteHost {
        links.withLock { links in
            if let link = links[host.id] { return link }
            let link = SharedRemoteHost(SSHHost(endpoint: host.endpoint, eventLoops: eventLoops))
            links[host.id] = link
            return link
        }
    }
}
