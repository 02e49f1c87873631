public import FleetCore
import FleetRecord
import Foundation

/// Keeps a run's events: in the journal, and for those who watch, in one order.
actor RunRecorder {
    private let journal: EventJournal
    private let observers: [any RunObserver]
    /// The first event that couldn't be kept; the run goes on, and the end of it says so.
    private(set) var failure: RecordError?

    init(_ journal: EventJournal, observers: [any RunObserver]) {
        self.journal = journal
        self.observers = observers
    }

    /// Keeps an event that happens now.
    func record(_ kind: RunEvent.Kind) async {
        let event = RunEvent(at: .now, kind)
        do throws(RecordError) {
            try await journal.append(event)
        } catch {
            failure = failure ?? error
        }
        for observer in observers { await observer.observe(event) }
    }

    /// Waits until all events so far are on the disk.
    func synchronize() async throws(RecordError) {
        if let failure { throw failure }
        try await journal.synchronize()
    }

    /// Shows output that is in its log.
    nonisolated func show(
        _ output: ArraySlice<UInt8>, of job: JobID, from stream: FleetCore.OutputStream
    ) async {
        for observer in observers {
            await observer.observe(output: output, of: job, from: stream)
        }
    }
}

extension Timestamp {
    /// This moment, by the system's clock.
    public static var now: Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }
}
