import Foundation
import Synchronization

/// Ends a child that has been at one input for too long.
final class Watch: Sendable {
    private let state = Mutex((isOver: false, hasEndedIt: false))
    private let over = DispatchSemaphore(value: 0)

    /// Watches `process`, which writes its progress to `file`.
    init(_ process: Process, _ file: String, patience: Duration) {
        let id = process.processIdentifier
        Thread.detachNewThread { [self] in
            var last = -1
            var since = ContinuousClock.now
            while over.wait(timeout: .now() + 1) == .timedOut {
                let number = Progress.read(file).number
                if number != last { (last, since) = (number, .now) }
                guard ContinuousClock.now - since > patience else { continue }
                state.withLock { state in
                    guard !state.isOver else { return }
                    state.hasEndedIt = true
                    kill(id, SIGKILL)
                }
            }
        }
    }

    /// Whether the child hung.
    var hasEndedIt: Bool { state.withLock { $0.hasEndedIt } }

    /// The child has ended.
    func end() {
        state.withLock { $0.isOver = true }
        over.signal()
    }
}
