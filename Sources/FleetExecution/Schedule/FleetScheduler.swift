public import FleetCore

/// Runs the jobs of a fleet within its limits: at most `fanout` hosts at once, at most `perHost` jobs on one
/// machine, as a bounded task group that the ``Schedule`` steers.
public struct FleetScheduler: Sendable {
    /// How a run left the scheduler.
    public enum Completion: Hashable, Sendable {
        /// Each job ended or was skipped.
        case finished
        /// Jobs were left running on their hosts.
        case left(running: [JobID])
    }

    /// What the scheduler needs done.
    public protocol Delegate: Sendable {
        /// Runs `job` to its end; `nil` when it was left running on its host.
        func run(_ job: JobID, control: JobControl) async -> Outcome?
        /// Reports that `job` is never started.
        func skip(_ job: JobID, because reason: String) async
        /// Takes note of the `count`-th press of Ctrl-C.
        func interrupted(_ count: Int) async
        /// Lets go of what `host`'s jobs shared.
        func release(_ host: HostID) async
    }

    private enum Signal: Sendable {
        case ended(JobID, Outcome?)
        case interrupted
    }

    private let work: [HostWork]
    private let limits: ScheduleLimits

    /// Creates the scheduler of a run.
    public init(_ work: [HostWork], limits: ScheduleLimits) {
        self.work = work
        self.limits = limits
    }

    /// Runs all jobs.
    ///
    /// Returns when the last has ended, or at once when the operator leaves.
    ///
    /// - Parameter interrupts: One element for each press of Ctrl-C: the first starts nothing new, the second
    ///   ends the jobs on their hosts, the third leaves at once, and what runs on the hosts runs on.
    public func run(
        interrupts: AsyncStream<Void>, delegate: some Delegate
    ) async -> Completion {
        // Unbounded because it holds at most one signal per running job and one per key press.
        let (signals, feed) = AsyncStream.makeStream(of: Signal.self)
        return await withDiscardingTaskGroup { group in
            group.addTask {
                for await _ in interrupts { feed.yield(.interrupted) }
            }
            var schedule = Schedule(work, limits: limits)
            var running: [JobID: JobControl] = [:]
            var events: [Schedule.Event] = [.began]
            var presses = 0
            var left: [JobID] = []
            var iterator = signals.makeAsyncIterator()
            while true {
                for action in events.flatMap({ schedule.handle($0) }) {
                    switch action {
                    case .start(let job):
                        let control = JobControl()
                        running[job] = control
                        group.addTask {
                            feed.yield(.ended(job, await delegate.run(job, control: control)))
                        }
                    case .skip(let job, let reason): await delegate.skip(job, because: reason)
                    case .release(let host): group.addTask { await delegate.release(host) }
                    case .finish:
                        feed.finish()
                        group.cancelAll()
                        return left.isEmpty ? .finished : .left(running: left)
                    }
                }
                switch await iterator.next() {
                case .ended(let job, let outcome):
                    running[job] = nil
                    if outcome == nil { left.append(job) }
                    events = [.jobEnded(job, isFailure: outcome?.isFailure ?? false)]
                case .interrupted:
                    presses += 1
                    await delegate.interrupted(presses)
                    guard presses < 3 else {
                        group.cancelAll()
                        return .left(running: left + running.keys.sorted { "\($0)" < "\($1)" })
                    }
                    if presses == 2 { for control in running.values { control.cancel() } }
                    events = [.interrupted]
                case nil:
                    group.cancelAll()
                    return .left(running: left + running.keys.sorted { "\($0)" < "\($1)" })
                }
            }
        }
    }
}

extension Outcome {
    /// Whether it counts against `--max-fail`: everything but `ok` and what was never meant to end well.
    var isFailure: Bool {
        switch self {
        case .ok, .skipped, .cancelled: false
        case .failed, .rebooted, .idleTimeout, .timeout, .unreachable, .lost: true
        }
    }
}
