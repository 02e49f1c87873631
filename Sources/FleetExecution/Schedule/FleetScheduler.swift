public import FleetCore

/// Runs the jobs of a fleet within its limits: play after play, at most `fanout` hosts at once, at most `perHost`
/// jobs on one machine, as a bounded task group that the ``Schedule`` steers.
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
        /// Reports that `job` is never started because something went wrong.
        func skip(_ job: JobID, because reason: String) async
        /// Reports that `job` is not wanted, as the playbook itself says.
        func passOver(_ job: JobID, because reason: String) async
        /// Takes note of the part of the playbook that begins.
        func announce(_ mark: BatchMark) async
        /// Asks the operator whether a step is to run.
        func ask(about step: StepID) async -> StepAnswer
        /// Takes note of the `count`-th press of Ctrl-C.
        func interrupted(_ count: Int) async
        /// Lets go of what `host`'s jobs shared: those of a later play share anew.
        ///
        /// - Returns: What is still to be done about it, for which nobody needs to wait.
        func release(_ host: HostID) -> @Sendable () async -> Void
    }

    private enum Signal: Sendable {
        case ended(JobID, Outcome?)
        case answered(StepID, StepAnswer)
        case interrupted
    }

    private let schedule: Schedule

    /// Creates the scheduler of a run without a playbook.
    public init(_ work: [HostWork], limits: ScheduleLimits) {
        schedule = Schedule(work, limits: limits)
    }

    /// Creates the scheduler of a playbook.
    ///
    /// - Parameters:
    ///   - past: What is known of its jobs.
    ///   - asksBeforeSteps: Whether the operator is asked before each step.
    public init(
        _ work: [HostWork], plays: [Play], past: PlayPast, asksBeforeSteps: Bool = false
    ) {
        schedule = Schedule(work, plays: plays, past: past, asksBeforeSteps: asksBeforeSteps)
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
            var schedule = schedule
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
                        // What runs on its host already may be taken up after that wish.
                        if presses >= 2 { control.cancel() }
                        group.addTask {
                            feed.yield(.ended(job, await delegate.run(job, control: control)))
                        }
                    case .skip(let job, let reason): await delegate.skip(job, because: reason)
                    case .passOver(let job, let reason):
                        await delegate.passOver(job, because: reason)
                    case .announce(let mark): await delegate.announce(mark)
                    case .ask(let step):
                        group.addTask {
                            feed.yield(.answered(step, await delegate.ask(about: step)))
                        }
                    case .release(let host):
                        let farewell = delegate.release(host)
                        group.addTask { await farewell() }
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
                    events = [.jobEnded(job, outcome)]
                case .answered(let step, let answer): events = [.answered(step, answer)]
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
