public import FleetCore

/// What a run has come to: its events, folded.
///
/// The same fold serves the status line while it runs, the table at its end, and `flotilla show`
/// years later.
public struct RunSummary: Hashable, Sendable {
    /// The run, once its first event came.
    public private(set) var run: RunID?
    /// When it began.
    public private(set) var startedAt: Timestamp?
    /// When its last event happened.
    public private(set) var lastEventAt: Timestamp?
    /// Whether its end was recorded; a controller that dies leaves it out.
    public private(set) var isComplete = false
    /// How often the operator interrupted it, since it was begun or last resumed.
    public private(set) var interruptions = 0
    /// Its jobs, in the order of the inventory.
    public private(set) var jobs: [JobSummary] = []
    private var indices: [JobID: Int] = [:]

    /// Creates the summary of nothing.
    public init() {}

    /// Creates the summary of `events`.
    public init(_ events: some Sequence<RunEvent>) {
        for event in events { record(event) }
    }

    /// Takes one more event into account.
    ///
    /// A resumed run begins with another `runStarted`; what is known of its jobs stays.
    public mutating func record(_ event: RunEvent) {
        startedAt = startedAt ?? event.time
        lastEventAt = event.time
        switch event.kind {
        case .runStarted(let run, let jobs):
            self.run = run
            isComplete = false
            interruptions = 0
            for job in jobs { _ = index(of: job) }
        case .job(let job, let jobEvent):
            self.jobs[index(of: job)].record(jobEvent, at: event.time)
        case .interrupted(let count): interruptions = max(interruptions, count)
        case .batchStarted: break
        case .runEnded: isComplete = true
        }
    }

    /// What is known of one job.
    public subscript(job: JobID) -> JobSummary? { indices[job].map { jobs[$0] } }

    /// Whether the run has more than one step.
    public var hasSeveralSteps: Bool {
        guard let first = jobs.first?.job.step else { return false }
        return jobs.contains { $0.job.step != first }
    }

    /// How long the run took, or has taken up to its last event.
    public var duration: Duration {
        guard let startedAt, let lastEventAt else { return .zero }
        return lastEventAt.duration(since: startedAt)
    }

    private mutating func index(of job: JobID) -> Int {
        if let index = indices[job] { return index }
        jobs.append(JobSummary(job: job))
        indices[job] = jobs.count - 1
        return jobs.count - 1
    }
}
