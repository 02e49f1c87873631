public import FleetCore

/// What one job has come to, as its events tell.
public struct JobSummary: Hashable, Sendable {
    /// Where a job is on its way.
    public enum State: Hashable, Sendable {
        /// Nothing has been done for it yet.
        case waiting
        /// The first connection is being sought.
        case connecting
        /// Connected; the script runs or is being started.
        case running
        /// The connection was lost and is sought again.
        case reconnecting
        /// It ended.
        case ended(JobEnd)
    }

    /// A change of the machine's boot identity.
    public struct Reboot: Hashable, Sendable, Codable {
        /// The identity before.
        public let before: BootIdentity
        /// The identity after.
        public let after: BootIdentity
    }

    /// What a job without a connection waits for.
    public struct Wait: Hashable, Sendable {
        /// Since when it has had none.
        public let since: Timestamp
        /// When the next attempt to connect is made; `nil` while one is under way.
        public internal(set) var nextTry: Timestamp?
        /// Why the connection was lost, or the last attempt failed, once that is known.
        public internal(set) var reason: String?
    }

    /// The job.
    public let job: JobID
    /// Where it is.
    public internal(set) var state = State.waiting
    /// What it waits for while it seeks a connection.
    public private(set) var wait: Wait?
    /// How often its script was started.
    public internal(set) var starts = 0
    /// How often a lost connection came back.
    public internal(set) var reconnects = 0
    /// The reboots that were seen, in order.
    public internal(set) var reboots: [Reboot] = []
    /// What the operator was told about it, in order.
    public internal(set) var notices: [String] = []

    /// The files that it copied.
    public internal(set) var copies = CopyTally()

    /// Whether another controller has taken it up and not reached the host yet.
    private var isTakenUp = false

    /// Creates the summary of a job for which nothing has happened.
    public init(job: JobID) { self.job = job }

    /// Its end, once there is one.
    public var end: JobEnd? {
        if case .ended(let end) = state { end } else { nil }
    }

    /// Whether there is nothing to tell about it: it succeeded in one go.
    public var isQuietSuccess: Bool {
        end?.outcome == .ok && reboots.isEmpty && reconnects == 0 && starts <= 1
    }

    mutating func record(_ event: JobEvent, at time: Timestamp) {
        recordWait(event, at: time)
        switch event {
        case .connecting(let attempt):
            isTakenUp = attempt == 1 && state != .waiting
            // After a controller's death the next one seeks what this one had.
            state = state == .waiting || state == .connecting ? .connecting : .reconnecting
        case .connected: state = .running
        case .pushed: count(\.pushed)
        case .fetched: count(\.fetched)
        case .skippedEqual: count(\.equal)
        case .started(let attempt):
            starts = max(starts, attempt)
            state = .running
        case .connectionLost, .reconnecting: state = .reconnecting
        case .reconnected:
            // Another controller that took the job up did not lose a link.
            reconnects += isTakenUp ? 0 : 1
            isTakenUp = false
            state = .running
        case .rebooted(let before, let after):
            reboots.append(Reboot(before: before, after: after))
        case .ending: break
        case .startingAgain(_, let text), .notice(let text): notices.append(text)
        case .ended(let end): state = .ended(end)
        }
    }

    private mutating func recordWait(_ event: JobEvent, at time: Timestamp) {
        switch event {
        case .connecting:
            wait = wait ?? Wait(since: time)
            wait?.nextTry = nil
        case .connectionLost(let reason): wait = Wait(since: time, reason: reason)
        case .reconnecting(let pause, let reason):
            wait = wait ?? Wait(since: time)
            wait?.nextTry = time.advanced(by: pause)
            wait?.reason = reason
        case .connected, .reconnected, .started, .pushed, .fetched, .skippedEqual, .ended:
            wait = nil
        case .startingAgain, .rebooted, .ending, .notice: break
        }
    }

    private mutating func count(_ files: WritableKeyPath<CopyTally, Int>) {
        copies[keyPath: files] += 1
        state = .running
    }
}
