package import FleetCore

/// Decides what to do next for one job, from the first attempt to connect to its one outcome.
///
/// ```
///              ┌──────────────── connection lost ───────────────┐
///              ▼                                                │
/// idle ─▶ connecting ─▶ requesting ─▶ following ─▶ ended        │
///           │  ▲            │            │  ▲                    │
///           ▼  │            │            ▼  │                    │
///          pausing ◀────────┴───────── ending ──────────────────┘
/// ```
/// Before a host is given up it is probed: connecting or pausing ─▶ probing ─▶ connecting, ended.
/// First contact, reconnection and another start are the same request (REMOTE.md), so no state remembers
/// "perhaps started".
package struct JobStateMachine: Sendable {
    /// Where the job is.
    enum State: Hashable, Sendable {
        /// Its turn hasn't come. → connecting
        case idle
        /// An attempt to connect is under way. → requesting, pausing, ended
        case connecting(JobProgress)
        /// The request is made, the answer's header awaited. → following, pausing, ended
        case requesting(JobProgress)
        /// Output is being read. → ended, pausing, ending, requesting (another start)
        case following(JobProgress)
        /// The link is down, the next attempt waits for its timer. → connecting, ended
        case pausing(JobProgress)
        /// Patience has run out; a last look tells what is dead. → connecting, ended
        case probing(JobProgress)
        /// The script is being ended while its output is read on. → ended, pausing
        case ending(JobProgress, Ending)
        /// The outcome is known; nothing follows.
        case ended
    }

    /// What is known of an end that we asked for: both the host's word and the script's own end count.
    struct Ending: Hashable, Sendable {
        /// Whether an earlier wish to end it went unanswered: then that one may have ended the script.
        var isRepeated = false
        /// Whether no script was there to end: then the job is withdrawn, so that a request that is still on its way
        /// starts nothing.
        var isWithdrawal = false
        var answer: EndAnswer?
        var exit: ExitStatus?
    }

    /// The next state, and what to do on the way there.
    struct Transition {
        let next: State
        let actions: [Action]

        static func to(_ next: State, doing actions: [Action] = []) -> Transition {
            Transition(next: next, actions: actions)
        }
    }

    let policy: JobPolicy
    private let past: JobPast?
    var backoff: Backoff
    private(set) var state = State.idle

    /// Creates the machine of one job.
    ///
    /// - Parameters:
    ///   - policy: What is done when time, a link or a reboot comes between.
    ///   - seed: From which the jitter of reconnection follows.
    ///   - past: What an earlier controller has left of the job.
    package init(policy: JobPolicy, seed: UInt64, resuming past: JobPast? = nil) {
        self.policy = policy
        self.past = past
        self.backoff = Backoff(seed: seed)
    }

    /// Applies `event`, which happened at `now`.
    ///
    /// - Returns: What the driver must do, in order; empty means "keep waiting".
    package mutating func handle(
        _ event: Event, at now: ContinuousClock.Instant
    ) -> [Action] {
        let transition = isStale(event) ? .to(state) : self.transition(event, at: now)
        state = transition.next  // The only assignment to `state` in this type.
        return transition.actions
    }

    /// Whether `event` comes from an attempt or a start that is over.
    private func isStale(_ event: Event) -> Bool {
        guard let progress = state.progress else { return event != .began }
        switch event {
        case .connected(let attempt, _), .connectFailed(let attempt, _), .answered(let attempt, _),
            .received(let attempt, _, _), .scriptEnded(let attempt, _), .runnerGone(let attempt, _),
            .requestEnded(let attempt, _, _), .connectionLost(let attempt, _),
            .probed(let attempt, _),
            .endAnswered(let attempt, _), .brokenOff(let attempt),
            .timerFired(.reconnect(let attempt)),
            .timerFired(.answer(let attempt)), .timerFired(.end(let attempt)):
            return attempt != progress.attempt
        case .timerFired(.idle(let start)), .timerFired(.total(let start)):
            return start != progress.start
        case .began, .cancelled, .outputRefused: return false
        }
    }

    private mutating func transition(
        _ event: Event, at now: ContinuousClock.Instant
    ) -> Transition {
        switch event {
        case .began: onBegan(at: now)
        case .connected(_, let notices): onConnected(notices, at: now)
        case .connectFailed(_, let error): onConnectFailed(error, at: now)
        case .answered(_, let header): onAnswered(header, at: now)
        case .received(_, let bytes, let stream): onReceived(bytes, from: stream, at: now)
        case .scriptEnded(_, let exit): onScriptEnded(exit, at: now)
        case .runnerGone(_, let reason): onRunnerGone(reason, at: now)
        case .brokenOff:
            onConnectionLost(TransportError(.lost, "the answer broke off on the host"), at: now)
        case .requestEnded(_, let exit, let noise): onRequestEnded(exit, noise, at: now)
        case .connectionLost(_, let error): onConnectionLost(error, at: now)
        case .probed(_, let verdict): onProbed(verdict)
        case .endAnswered(_, let answer): onEndAnswered(answer)
        case .timerFired(let timer): onTimer(timer, at: now)
        case .cancelled: onEndWanted(.cancelled)
        case .outputRefused(let why): finish(.lost(why))
        }
    }

    /// Whether the spool can go when the job is over.
    ///
    /// It is also the claim that the script has been started: while an earlier launcher may still be on its way
    /// (a login script that sleeps, a link that stalls), it stays, or the script would start twice.
    func removesSpool(_ progress: JobProgress) -> Bool {
        !policy.keepsSpool && progress.unansweredSince == nil
    }

    private func onBegan(at now: ContinuousClock.Instant) -> Transition {
        guard case .idle = state else { return .to(state) }
        let progress = past.map { JobProgress($0, at: now) } ?? JobProgress()
        return .to(
            .connecting(progress),
            doing: (progress.isStarted ? clocks(of: progress, at: now) : []) + [
                .report(.connecting(attempt: 1)), .connect(attempt: 1),
            ])
    }
}

extension JobStateMachine.State {
    /// What is known of the job; `nil` before it begins and after it has ended.
    var progress: JobProgress? {
        switch self {
        case .connecting(let progress), .requesting(let progress), .following(let progress),
            .pausing(let progress), .probing(let progress), .ending(let progress, _):
            progress
        case .idle, .ended: nil
        }
    }
}
