package import FleetCore
import Synchronization

/// Events on their way to one reader: a few wait for it, and who brings more waits as well.
package final class RunEventQueue: RunObserver {
    /// How many wait before those who bring them do.
    package static let limit = 64

    private typealias Reader = CheckedContinuation<RunEvent?, Never>
    private typealias Writer = CheckedContinuation<Void, Never>

    private struct State {
        var events: [RunEvent] = []
        /// The reader, while there is nothing for it.
        var reader: Reader?
        /// Those who brought an event that is over the limit, in the order of their events.
        var writers: [Writer] = []
        /// Whether no more will come.
        var isFinished = false
        /// Whether nobody reads any more.
        var isAbandoned = false
    }
    private let state = Mutex(State())

    package init() {}

    package func observe(_ event: RunEvent) async {
        await withCheckedContinuation { (writer: Writer) in
            let (reader, mayGoOn): (Reader?, Bool) = state.withLock { state in
                guard !state.isAbandoned else { return (nil, true) }
                if let reader = state.reader.take() { return (reader, true) }
                // It keeps its place, whoever else brings one meanwhile: what waits is over the limit by as many
                // as bring one at the same time.
                state.events.append(event)
                guard state.events.count > RunEventQueue.limit else { return (nil, true) }
                state.writers.append(writer)
                return (nil, false)
            }
            reader?.resume(returning: event)
            if mayGoOn { writer.resume() }
        }
    }

    /// Waits for the next event; `nil` once there will be none, or when the task is cancelled.
    package func next() async -> RunEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { take($0) }
        } onCancel: {
            abandon()
        }
    }

    private func take(_ reader: Reader) {
        let (event, isKnown, writer): (RunEvent?, Bool, Writer?) = state.withLock { state in
            guard state.events.isEmpty || state.isAbandoned else {
                let writer = state.writers.isEmpty ? nil : state.writers.removeFirst()
                return (state.events.removeFirst(), true, writer)
            }
            guard !state.isFinished, !state.isAbandoned else { return (nil, true, nil) }
            precondition(state.reader == nil, "the events of a run have one reader")
            state.reader = reader
            return (nil, false, nil)
        }
        writer?.resume()
        if isKnown { reader.resume(returning: event) }
    }

    /// Says that no more will come; what waits can still be read.
    package func finish() {
        let reader = state.withLock { state in
            state.isFinished = true
            return state.reader.take()
        }
        reader?.resume(returning: nil)
    }

    /// Says that nobody reads any more: nobody waits, and what comes is dropped.
    package func abandon() {
        let (reader, writers) = state.withLock { state in
            state.isAbandoned = true
            state.events = []
            defer { state.writers = [] }
            return (state.reader.take(), state.writers)
        }
        reader?.resume(returning: nil)
        for writer in writers { writer.resume() }
    }
}
