public import FleetCore

/// Reads the logs of a run on from where they are, until their jobs have ended: `flotilla logs -f`.
///
/// It polls: sizes are looked at four times a second, and once a second when nothing came for a
/// while. inotify and kqueue would save a few microseconds a second, miss writes on network file
/// systems, and be two programs instead of one.
public struct LogFollower: Sendable {
    /// What following gives.
    public enum Piece: Hashable, Sendable {
        /// The next bytes of a job's log, of a bounded number.
        case output(JobID, OutputStream, [UInt8])
        /// An event of the run; that a job ended comes behind the last byte of its log.
        case event(RunEvent)
    }

    /// Why following came to its end.
    public enum End: Hashable, Sendable {
        /// All followed jobs have ended.
        case jobsEnded
        /// Not all have, but no flotilla works on the run any more; `flotilla resume` goes on.
        case controllerGone
    }

    /// The pause between two looks while something comes.
    static let shortPause = Duration.milliseconds(250)
    /// The pause when nothing has come for ``looksBeforeRest`` looks.
    static let longPause = Duration.seconds(1)
    static let looksBeforeRest = 20

    private let run: RunFolder
    private let jobs: Set<JobID>?

    /// Prepares to follow `jobs` of a run, or all of them.
    public init(_ run: RunFolder, jobs: Set<JobID>? = nil) {
        self.run = run
        self.jobs = jobs
    }

    /// Gives everything from the logs' starts on to `body`, waiting for it each time, until the
    /// jobs have ended.
    ///
    /// - Parameter pause: Waits between two looks; `Task.sleep` unless a test knows better.
    /// - Throws: ``RecordError``; what `pause` and `body` throw, such as a cancellation.
    public func follow(
        pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        _ body: @Sendable (Piece) async throws -> Void
    ) async throws -> End {
        var state = State(journal: JournalReader(in: run.folder), jobs: jobs)
        var quietLooks = 0
        while true {
            // Asked before looking: what the controller wrote last is then still seen.
            let isInUse = run.isInUse
            let found = try await look(&state, body)
            if state.isOver { return .jobsEnded }
            if !isInUse && !found { return .controllerGone }
            quietLooks = found ? 0 : quietLooks + 1
            if !found {
                let isResting = quietLooks > LogFollower.looksBeforeRest
                try await pause(isResting ? LogFollower.longPause : LogFollower.shortPause)
            }
        }
    }

    private struct State {
        var journal: JournalReader
        let jobs: Set<JobID>?
        /// The jobs whose logs are read, in the order in which they became known, and how far.
        var open: [OpenLogs] = []
        /// A resumed run announces all its jobs again.
        var ended: Set<JobID> = []
        var hasBegun = false
        var isOver: Bool { hasBegun && open.isEmpty }
    }

    /// The logs of a job's current start, and how far they were read; standard error has one where it is kept apart.
    private struct OpenLogs {
        let job: JobID
        var attempt = 1
        var offset = SpoolOffset()
        var errorOffset = SpoolOffset()
    }

    /// Gives what is new.
    private func look(
        _ state: inout State, _ body: @Sendable (Piece) async throws -> Void
    ) async throws -> Bool {
        var found = false
        // Events first: the log of a job that has ended by now is complete.
        for event in try state.journal.next() {
            found = true
            try await take(event, &state, body)
        }
        for index in state.open.indices {
            found = try await readOn(&state.open[index], body) || found
        }
        return found
    }

    private func take(
        _ event: RunEvent, _ state: inout State, _ body: @Sendable (Piece) async throws -> Void
    ) async throws {
        switch event.kind {
        case .runStarted(_, let jobs):
            state.hasBegun = true
            for job in jobs where state.jobs?.contains(job) ?? true {
                let isKnown = state.open.contains { $0.job == job }
                if isKnown || state.ended.contains(job) { continue }
                state.open.append(OpenLogs(job: job))
            }
        case .job(let job, let jobEvent):
            guard let index = state.open.firstIndex(where: { $0.job == job }) else { return }
            if case .started(let attempt) = jobEvent, attempt != state.open[index].attempt {
                _ = try await readOn(&state.open[index], body)
                state.open[index] = OpenLogs(job: job, attempt: attempt)
            }
            if case .ended = jobEvent {
                _ = try await readOn(&state.open[index], body)
                state.open.remove(at: index)
                state.ended.insert(job)
            }
        case .batchStarted, .interrupted, .runEnded: break
        }
        try await body(.event(event))
    }

    /// Gives what a job's logs hold beyond what was given.
    private func readOn(
        _ logs: inout OpenLogs, _ body: @Sendable (Piece) async throws -> Void
    ) async throws -> Bool {
        let read = logs
        let output = try await readOn(read, .standardOutput, from: &logs.offset, body)
        return try await readOn(read, .standardError, from: &logs.errorOffset, body) || output
    }

    private func readOn(
        _ logs: OpenLogs, _ stream: OutputStream, from offset: inout SpoolOffset,
        _ body: @Sendable (Piece) async throws -> Void
    ) async throws -> Bool {
        var found = false
        while true {
            let bytes = try await run.readLog(
                of: logs.job, attempt: logs.attempt, stream: stream, at: offset)
            if bytes.isEmpty { return found }
            offset.advance(by: bytes.count)
            found = true
            try await body(.output(logs.job, stream, bytes))
        }
    }
}
