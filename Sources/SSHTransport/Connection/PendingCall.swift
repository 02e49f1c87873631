import FleetExecution

/// A call on a session that waits for bytes: tried on each turn of the connection until it is complete.
///
/// It isn't tied to the task that waits for it, because libssh2 can't be stopped half-way: when the task is
/// cancelled, the call is finished for nobody.
class PendingCall {
    typealias ID = UInt64

    /// Its number; unique within the connection.
    let id: ID
    /// Whether it has been completed, and has told so.
    fileprivate(set) var isComplete = false
    private let attempt: () -> Bool

    /// Creates a call that nobody waits for; `attempt` tries it once and returns whether it is complete.
    init(id: ID, attempt: @escaping () -> Bool) {
        self.id = id
        self.attempt = attempt
    }

    /// Tries the call once more.
    func tryOnce() {
        if !isComplete { isComplete = attempt() }
    }

    /// Ends the call because the connection has ended.
    func end(with error: TransportError) { isComplete = true }

    /// Lets the waiting task go, because it was cancelled.
    ///
    /// - Parameter canStop: Whether the call may be dropped as it is; it goes on for nobody otherwise.
    func abandon(canStop: Bool) {}
}

/// A pending call whose result a task waits for: it gets exactly one, exactly once.
final class AwaitedCall<Value: Sendable>: PendingCall {
    typealias Outcome = Result<Value, TransportError>

    /// The result, once there is one.
    private(set) var outcome: Outcome?
    private let attemptOutcome: (_ isAbandoned: Bool) -> Outcome?
    private let whenAbandoned: ((Value) -> Void)?
    private var isAbandoned = false
    private var continuation: CheckedContinuation<Outcome, Never>?

    /// Creates a call.
    ///
    /// - Parameters:
    ///   - whenAbandoned: Takes the value when the task was cancelled; without it the call is dropped then.
    ///   - attempt: Tries the call once; `nil` where it has to wait. It is told whether nobody waits any more.
    init(
        id: ID, whenAbandoned: ((Value) -> Void)?,
        attempt: @escaping (_ isAbandoned: Bool) -> Outcome?
    ) {
        self.attemptOutcome = attempt
        self.whenAbandoned = whenAbandoned
        super.init(id: id) { false }
    }

    override func tryOnce() {
        guard !isComplete, let outcome = attemptOutcome(isAbandoned) else { return }
        isComplete = true
        if isAbandoned, case .success(let value) = outcome { whenAbandoned?(value) }
        tell(outcome)
    }

    override func end(with error: TransportError) {
        guard !isComplete else { return }
        isComplete = true
        tell(.failure(error))
    }

    override func abandon(canStop: Bool) {
        guard !isComplete else { return }
        tell(.failure(TransportError(.cancelled, "the wait was cancelled")))
        isAbandoned = true
        isComplete = canStop || whenAbandoned == nil
    }

    /// Suspends a task until there is a result.
    func resume(_ continuation: CheckedContinuation<Outcome, Never>) {
        if let outcome { return continuation.resume(returning: outcome) }
        self.continuation = continuation
    }

    private func tell(_ outcome: Outcome) {
        guard self.outcome == nil else { return }
        self.outcome = outcome
        continuation?.resume(returning: outcome)
        continuation = nil
    }
}
