public import FleetCore
public import FleetRecord
import Foundation
import SSHTransport
import Synchronization

extension FleetRun {
    /// Makes the folder of a run of `plan`; no host is contacted yet.
    ///
    /// - Parameters:
    ///   - plan: What is to be carried out.
    ///   - path: The folder that runs are kept in; unless given, the inventory's `log_dir`, else the user's own,
    ///     `~/.local/state/flotilla/runs`.
    /// - Throws: `RecordError`, or ``PlanError`` with `.descriptorLimit`.
    public init(_ plan: RunPlan, keptIn path: String? = nil) throws {
        let environment = ProcessInfo.processInfo.environment
        try self.init(
            plan, in: plan.store(at: path, environment: environment), eventLoops: .shared)
    }

    /// Runs all jobs, and tells how each ended.
    ///
    /// When the task is cancelled it returns at once: what runs on the hosts runs on there, and is left out.
    ///
    /// - Parameter observers: Who is told what happens, while it happens.
    /// - Throws: `RecordError` when what happened could not all be written down.
    public func carryOut(observers: [any RunObserver] = []) async throws -> [JobID: Outcome] {
        let ends = OutcomeObserver()
        // Nobody presses Ctrl-C here: the stream ends with the run.
        let (interrupts, continuation) = AsyncStream.makeStream(of: Void.self)
        defer { continuation.finish() }
        _ = try await carryOut(interrupts: interrupts, observers: observers + [ends])
        return ends.outcomes
    }
}

extension RunPlan {
    /// Where a run of the plan is kept: at `path`, else where the inventory says, else among the user's own.
    ///
    /// - Throws: `RecordError` with `.noHome` where `environment` names no place.
    public func store(
        at path: String?, environment: [String: String]
    ) throws(RecordError) -> RunStore {
        if let path = path ?? logDirectory { return RunStore(path: path) }
        return try RunStore(environment: environment)
    }
}

/// Remembers how jobs ended.
private final class OutcomeObserver: RunObserver {
    private let ended = Mutex<[JobID: Outcome]>([:])

    var outcomes: [JobID: Outcome] { ended.withLock { $0 } }

    func observe(_ event: RunEvent) async {
        guard case .job(let job, .ended(let end)) = event.kind else { return }
        ended.withLock { $0[job] = end.outcome }
    }
}
