public import FleetCore

/// What happens in a run, as it happens, for one reader: `for await event in events`.
///
/// - Shape: in the order in which the journal holds them, from `runStarted` on; it ends with the run.
/// - Backpressure: a reader that takes its time slows the reading of output, never a script: a few events wait for
///   it, and then the run does.
public struct RunEvents: AsyncSequence, Sendable {
    private let queue: RunEventQueue

    init(_ queue: RunEventQueue) { self.queue = queue }

    /// Begins to read; there is one reader.
    public func makeAsyncIterator() -> Iterator { Iterator(queue) }

    /// The reader.
    public struct Iterator: AsyncIteratorProtocol {
        private let queue: RunEventQueue

        init(_ queue: RunEventQueue) { self.queue = queue }

        /// Waits for the next event; `nil` once the run has ended, or the reading task is cancelled.
        public func next() async -> RunEvent? { await queue.next() }
    }
}

extension FleetRun {
    /// Runs all jobs while `follow` reads what happens, and tells how each ended.
    ///
    /// ```swift
    /// let outcomes = try await run.carryOut { events in
    ///     for await event in events { print(event.kind) }
    /// }
    /// ```
    /// A reader may return before the run has ended, which then goes on without it. When the reader throws, or the
    /// task is cancelled, the run is left: what runs on the hosts runs on there, and `flotilla resume` takes it up.
    ///
    /// - Parameters:
    ///   - observers: Who else is told what happens; output is told to observers only.
    ///   - follow: Reads the events.
    /// - Throws: What `follow` throws, or `RecordError` when what happened could not all be written down.
    public func carryOut(
        observers: [any RunObserver] = [],
        following follow: @escaping @Sendable (RunEvents) async throws -> Void
    ) async throws -> [JobID: Outcome] {
        let queue = RunEventQueue()
        return try await withThrowingTaskGroup(of: [JobID: Outcome].self) { group in
            group.addTask {
                defer { queue.finish() }
                return try await carryOut(observers: observers + [queue])
            }
            group.addTask {
                defer { queue.abandon() }
                try await follow(RunEvents(queue))
                return [:]
            }
            var outcomes: [JobID: Outcome] = [:]
            for try await ends in group { outcomes.merge(ends) { $1 } }
            return outcomes
        }
    }
}
