package import FleetCore

/// One step on one host, with all that running it takes: the unit that is scheduled.
package struct Job: Sendable {
    /// The step and the host.
    package let id: JobID
    /// The run that it belongs to.
    package let run: RunID
    /// What runs.
    package let script: Script
    /// What is done when time, a link or a reboot comes between.
    package let policy: JobPolicy
    /// Marks the end of the job's output; the same for each contact of a run with its jobs.
    package let nonce: Nonce

    /// Creates a job.
    package init(id: JobID, run: RunID, script: Script, policy: JobPolicy, nonce: Nonce) {
        self.id = id
        self.run = run
        self.script = script
        self.policy = policy
        self.nonce = nonce
    }
}
