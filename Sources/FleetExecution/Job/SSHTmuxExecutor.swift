package import FleetCore

/// Runs one job on its host: inside tmux there, streamed from its spool to here.
///
/// The driver of ``JobStateMachine``, a loop that one can recite: wait for a signal, read from it what
/// happened, ask the machine, perform its actions. Whatever takes time is a child task that answers with one
/// signal, so the order of events is the order of the stream.
package struct SSHTmuxExecutor: Sendable {
    private let job: Job
    private let host: any RemoteHost
    private let probe: any HostProbe
    private let journal: any JobJournal

    /// Creates the executor of `job`, which keeps what happens in `journal`.
    ///
    /// - Parameter probe: What is asked once before `host` is given up.
    package init(
        _ job: Job, on host: any RemoteHost, probe: any HostProbe, journal: any JobJournal
    ) {
        self.job = job
        self.host = host
        self.probe = probe
        self.journal = journal
    }

    /// Runs the job to its end.
    ///
    /// - Parameter leavesOnceStarted: Whether the script is left to itself once it is known to run.
    /// - Returns: The outcome, already recorded; `nil` when the job was left or the task cancelled, which leaves the
    ///   script running on its host.
    package func run(control: JobControl, leavesOnceStarted: Bool = false) async -> Outcome? {
        // Unbounded because each child task yields once: there is one read, one attempt and a few timers.
        let (signals, feed) = AsyncStream.makeStream(of: JobSignal.self)
        return await withDiscardingTaskGroup { group in
            // First: a job may be cancelled before it begins.
            feed.yield(.happened(.began))
            group.addTask {
                for await _ in control.requests { feed.yield(.happened(.cancelled)) }
            }
            var driver = JobDriver(job, on: host, probe: probe, journal: journal, feed: feed)
            var outcome: Outcome?
            for await signal in signals {
                outcome = await driver.handle(signal, in: &group)
                if outcome != nil || leavesOnceStarted && driver.hasStarted { break }
            }
            feed.finish()
            group.cancelAll()
            await driver.close()
            return outcome
        }
    }
}
