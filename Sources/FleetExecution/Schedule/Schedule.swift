package import FleetCore

/// Decides which job starts next: play after play, batch after batch, in each at most `fanout` hosts at once, and
/// on one machine at most `perHost` jobs, whatever the names that lead to it.
///
/// On each host the stages of a play follow one another; the steps of one stage run at once, as far as the machine
/// has room. A run without a playbook is one play of one stage.
///
/// A value without clock or I/O: events in, actions out. What an earlier controller has left is not restored, it is
/// gone through again: a job whose end is known costs no action, so the state is a function of the plan and the
/// journal alone. Each event costs time in proportion to the actions it leads to, not to the size of the fleet; only
/// the beginning of a batch and a stop look at all hosts.
package struct Schedule: Sendable {
    /// What happened.
    package enum Event: Hashable, Sendable {
        /// The run begins; must come first, once.
        case began
        /// A job that was started has ended; without an outcome it was left running on its host.
        case jobEnded(JobID, Outcome?)
        /// The operator has said whether a step is to run.
        case answered(StepID, StepAnswer)
        /// The operator wants nothing new to be started.
        case interrupted
    }

    /// What the driver must do, in order.
    package enum Action: Hashable, Sendable {
        /// Tell that a part of the playbook begins.
        case announce(BatchMark)
        /// Ask whether this step is to run; answered by `answered`.
        case ask(StepID)
        /// Start this job, or see it through where it runs already.
        case start(JobID)
        /// Report that this job is never started because something went wrong, and what.
        case skip(JobID, reason: String)
        /// Report that this job is not wanted, as the playbook itself says, and why.
        case passOver(JobID, reason: String)
        /// No job of this host runs, and none will in this play: its connection can go.
        case release(HostID)
        /// All jobs have ended, or will never be started.
        case finish
    }

    /// One host of the run, and where it stands in the current play.
    struct Host {
        let work: HostWork
        let steps: Set<StepID>
        /// The steps of all plays that are neither started nor struck off.
        var open: Set<StepID>
        /// Whether it is within the window.
        var isActive = false
        /// The stage that it is in; -1 before the first.
        var stage = -1
        /// The steps of that stage that it still has to begin, in their order.
        var waiting: [PlayStep] = []
        var running = 0
        /// Whether it counts as failed in this play.
        var hasFailed = false
        /// What went wrong on it in this stage; holds for the next.
        var trouble: String?
        /// Why no more is begun on it.
        var blame: String?
    }

    /// One machine, and who waits for room on it.
    struct Room {
        var limit: Int
        var running = 0
        /// Hosts within the window that have more to start here.
        var hungry: [Int] = []
        /// Hosts not yet in the window, set aside because the machine was full when their turn came.
        var parked: [Int] = []

        var isFull: Bool { running >= limit }
    }

    /// Where the operator's permission for a step stands.
    enum Permission: Hashable {
        case asked, given, refused
    }

    let plays: [Play]
    let past: PlayPast
    /// Whether plays and batches are announced, and what no host of a batch gets through is given up.
    let isPlaybook: Bool
    /// Whether the operator is asked before each step.
    var asksBeforeSteps: Bool
    let indices: [HostID: Int]

    var hosts: [Host]
    var rooms: [Machine: Room] = [:]
    var outcomes: PlayOutcomes
    var permissions: [StepID: Permission] = [:]
    /// The steps that the operator is still to be asked about, the first being asked now.
    var questions: [StepID] = []
    /// Hosts that wait for a step to end elsewhere, or for its permission.
    var blocked: [StepID: [Int]] = [:]

    /// The number of the play that is worked on; -1 before the first.
    var play = -1
    /// The play's hosts, batch by batch, those that were stopped in an earlier play left out.
    var batches: [[Int]] = []
    var batch = -1
    /// The hosts of the current batch, in the order in which their turn comes.
    var queue: [Int] = []
    var cursor = 0
    /// Hosts whose turn came, in the order in which they get the next free place.
    var ready: [Int] = []
    /// The hosts that are worked on.
    var active = 0
    var parked = 0
    var failed = 0
    var isStopped = false

    /// Creates the schedule of a run without a playbook: all steps of a host at once, as far as its machine lets.
    ///
    /// - Precondition: each host stands in `work` once, and the fanout is at least 1.
    package init(_ work: [HostWork], limits: ScheduleLimits = ScheduleLimits()) {
        var seen: Set<StepID> = []
        let steps = work.flatMap(\.steps).filter { seen.insert($0).inserted }
        var play = Play(
            name: "", hosts: work.map(\.host), stages: [steps.map { PlayStep(id: $0) }])
        play.limits = limits
        self.init(work, [play], PlayPast(), isPlaybook: false, asksBeforeSteps: false)
    }

    /// Creates the schedule of a playbook.
    ///
    /// - Parameters:
    ///   - past: What is known of its jobs.
    ///   - asksBeforeSteps: Whether the operator is asked before each step.
    /// - Precondition: each host stands in `work` once and every play's hosts stand there; a step stands in one play,
    ///   once; a fanout is at least 1.
    package init(
        _ work: [HostWork], plays: [Play], past: PlayPast = PlayPast(),
        asksBeforeSteps: Bool = false
    ) {
        self.init(work, plays, past, isPlaybook: true, asksBeforeSteps: asksBeforeSteps)
    }

    private init(
        _ work: [HostWork], _ plays: [Play], _ past: PlayPast, isPlaybook: Bool,
        asksBeforeSteps: Bool
    ) {
        for play in plays {
            precondition(play.limits.fanout >= 1, "a fanout of none would never end")
        }
        self.plays = plays
        self.past = past
        self.isPlaybook = isPlaybook
        self.asksBeforeSteps = asksBeforeSteps
        self.hosts = work.map { work in
            let steps = Set(work.steps)
            let open = steps.filter { past.ends[JobID(host: work.host, step: $0)] == nil }
            return Host(work: work, steps: steps, open: open)
        }
        self.indices = Dictionary(
            uniqueKeysWithValues: work.enumerated().map { ($0.element.host, $0.offset) })
        self.outcomes = PlayOutcomes(plays, past)
    }

    /// Applies `event`.
    ///
    /// - Returns: What to do, in order; empty means "keep waiting".
    package mutating func handle(_ event: Event) -> [Action] {
        var actions: [Action] = []
        switch event {
        case .began: break
        case .jobEnded(let job, let outcome): end(job, outcome, &actions)
        case .answered(let step, let answer): take(answer, to: step, &actions)
        case .interrupted: stop(because: "interrupted before it was started", &actions)
        }
        fill(&actions)
        return actions
    }

    /// The play that is worked on.
    var current: Play { plays[play] }
}
