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
    /// What sudo is told where it asks for a password; `nil` where it must not ask.
    package var sudoPassword: String?
    /// What an earlier controller has left of it; `nil` for a job that begins.
    package var past: JobPast?

    /// Creates a job.
    package init(id: JobID, run: RunID, script: Script, policy: JobPolicy, nonce: Nonce) {
        self.id = id
        self.run = run
        self.script = script
        self.policy = policy
        self.nonce = nonce
    }
}

extension Job {
    /// As whom the script runs; `nil` for who logs in.
    var sudo: Sudo? { policy.becomeUser.map { Sudo(user: $0, password: sudoPassword) } }

    /// Where the `start`-th start of the script lives on the host.
    func place(ofStart start: Int) -> JobPlace { JobPlace(run: run, job: id, attempt: start) }
}

extension EnsureRequest {
    /// What is said to a follower that leaves, so that it takes the spool with it.
    static let removal = Array("clean\n".utf8)

    /// Creates the request for what the job's machine wants now.
    init(_ job: Job, _ wanted: JobStateMachine.Request, nonce: Nonce) {
        self.init(
            place: job.place(ofStart: wanted.start), script: job.script, jobNonce: job.nonce,
            requestNonce: nonce)
        offset = wanted.offset
        errorOffset = wanted.errorOffset
        launch = wanted.launch
        reboots = wanted.reboots
        unverified = wanted.unverified
        sudo = job.sudo
        usesTTY = job.policy.usesTTY
        splitsStandardError = job.policy.splitsStandardError
    }
}
