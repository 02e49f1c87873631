public import FleetCore

/// Decides when there is something to notify about: at the first failure, and at the end.
public struct NotificationMoments: Sendable {
    private var summary: RunSummary
    private let folder: String
    private var hasFailed = false

    /// Creates the moments of a run that is kept in `folder`.
    ///
    /// - Parameter past: What the run had come to before this program took it up. What had failed by then was that
    ///   program's to tell.
    public init(past: RunSummary = RunSummary(), folder: String) {
        summary = past
        self.folder = folder
    }

    /// Takes an event into account; gives what is to be told because of it: the first failure.
    ///
    /// What the operator ended is no news to them, and what is skipped follows from something else.
    public mutating func record(_ event: RunEvent) -> RunNotification? {
        summary.record(event)
        guard !hasFailed, case .job(let job, .ended(let end)) = event.kind, !end.isGood else {
            return nil
        }
        switch end.outcome {
        case .cancelled, .skipped, .ok, .unneeded: return nil
        case .failed, .rebooted, .idleTimeout, .timeout, .unreachable, .lost:
            hasFailed = true
            return RunNotification(firstFailure: job, end.outcome, of: summary, in: folder)
        }
    }

    /// What is to be told once the run is kept: its end; nothing of one that was left, for it goes on.
    public var end: RunNotification? {
        summary.isComplete ? RunNotification(endOf: summary, in: folder) : nil
    }
}
