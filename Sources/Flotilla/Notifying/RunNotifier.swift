package import FleetCore
package import FleetReport
import Foundation
import Synchronization

/// Tells commands and webhooks of a run's first failure and of its end; the run never waits for them.
package final class RunNotifier: RunObserver {
    private let moments: Mutex<NotificationMoments>
    private let targets: [NotificationTarget]
    private let environment: [String: String]
    /// Unbounded, for it takes two at most.
    private let (notifications, continuation) = AsyncStream.makeStream(of: RunNotification.self)

    /// Creates what tells `targets`.
    ///
    /// - Parameters:
    ///   - past: What the run had come to before this program took it up.
    ///   - folder: Where the run is kept.
    package init(
        _ targets: [NotificationTarget], past: RunSummary, folder: String,
        environment: [String: String]
    ) {
        self.targets = targets
        self.environment = environment
        moments = Mutex(NotificationMoments(past: past, folder: folder))
    }

    /// Makes sure that all targets can be told, before any host is contacted.
    ///
    /// - Throws: ``NotificationMistake``.
    package static func check(
        _ targets: [NotificationTarget], environment: [String: String]
    ) throws(NotificationMistake) {
        let hasWebhook = targets.contains { if case .webhook = $0 { true } else { false } }
        guard hasWebhook, NotificationDelivery.curl(environment) == nil else { return }
        throw .noCurl
    }

    package func observe(_ event: RunEvent) async {
        guard let notification = moments.withLock({ $0.record(event) }) else { return }
        continuation.yield(notification)
    }

    /// Has the end told, if the run has ended, and lets ``deliver(whenFailed:)`` return; to be called once all that
    /// the run leaves is written.
    package func finish() {
        if let end = moments.withLock({ $0.end }) { continuation.yield(end) }
        continuation.finish()
    }

    /// Tells what there is to tell, one after the other, until ``finish()``.
    ///
    /// - Parameter whenFailed: Is told who couldn't be told, and why.
    package func deliver(whenFailed: @Sendable (String) -> Void) async {
        for await notification in notifications {
            let failures = await Several.run(targets, atOnce: targets.count) { target in
                await NotificationDelivery(to: target, environment: self.environment)
                    .deliver(notification).map { "\(target.shown): \($0)" }
            }
            for failure in failures.compactMap(\.self) { whenFailed(failure) }
        }
    }
}
