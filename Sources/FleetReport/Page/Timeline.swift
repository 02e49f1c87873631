public import FleetCore

/// What each host was doing when: the events of a run, folded for the report's picture.
public struct Timeline: Hashable, Sendable {
    /// What a host does, as seen from here.
    public enum Phase: String, Hashable, Sendable, CaseIterable {
        /// It has jobs, and none has its turn.
        case waiting
        /// It is connected to for the first time.
        case connecting
        /// A script runs on it or is being started.
        case running
        /// The connection was lost and is sought again.
        case away
    }

    /// A stretch of one phase.
    public struct Segment: Hashable, Sendable {
        /// What the host did.
        public let phase: Phase
        /// When it began.
        public let start: Timestamp
        /// When it ended.
        public internal(set) var end: Timestamp
    }

    /// A moment that stands out.
    public struct Mark: Hashable, Sendable {
        /// What happened.
        public enum Kind: Hashable, Sendable {
            /// The boot identity had changed.
            case rebooted
            /// A job ended.
            case ended(StepID, JobEnd)
        }
        /// What happened.
        public let kind: Kind
        /// When.
        public let time: Timestamp
    }

    /// One host.
    public struct Row: Hashable, Sendable {
        /// The host.
        public let host: HostID
        /// What it did, without gaps, until its last job ended.
        public internal(set) var segments: [Segment] = []
        /// What stands out, in order.
        public internal(set) var marks: [Mark] = []

        /// The phases of its jobs that haven't ended.
        fileprivate var phases: [StepID: Phase] = [:]
    }

    /// The hosts, in the order of the inventory.
    public private(set) var rows: [Row] = []
    /// When the run began.
    public private(set) var start: Timestamp?
    /// When its last event happened.
    public private(set) var end: Timestamp?
    private var indices: [HostID: Int] = [:]

    /// Creates the timeline of `events`.
    public init(_ events: some Sequence<RunEvent>) {
        for event in events { record(event) }
        guard let end else { return }
        for index in rows.indices where !rows[index].phases.isEmpty { extend(index, to: end) }
    }

    private mutating func record(_ event: RunEvent) {
        // A clock that is set back must not draw backwards.
        let time = max(event.time, end ?? event.time)
        start = start ?? time
        end = time
        switch event.kind {
        case .runStarted(_, let jobs):
            for job in jobs {
                let index = index(of: job.host)
                // One that was lost and is looked for again has an end already.
                enter(rows[index].phases[job.step] ?? .waiting, job.step, of: index, at: time)
            }
        case .job(let job, let event): record(event, of: job, at: time)
        case .batchStarted, .interrupted, .runEnded: break
        }
    }

    private mutating func record(_ event: JobEvent, of job: JobID, at time: Timestamp) {
        let index = index(of: job.host)
        switch event {
        case .connecting:
            let isFirst = [nil, .waiting, .connecting].contains(rows[index].phases[job.step])
            enter(isFirst ? .connecting : .away, job.step, of: index, at: time)
        case .connected, .started, .reconnected, .pushed, .fetched, .skippedEqual:
            enter(.running, job.step, of: index, at: time)
        case .connectionLost, .reconnecting: enter(.away, job.step, of: index, at: time)
        case .rebooted: rows[index].marks.append(Mark(kind: .rebooted, time: time))
        case .ended(let end):
            enter(nil, job.step, of: index, at: time)
            rows[index].marks.append(Mark(kind: .ended(job.step, end), time: time))
        case .ending, .startingAgain, .notice: break
        }
    }

    /// Notes a job's phase, `nil` for its end; its host's is that of the job that tells most.
    private mutating func enter(_ phase: Phase?, _ step: StepID, of index: Int, at time: Timestamp)
    {
        extend(index, to: time)
        rows[index].phases[step] = phase
        guard let now = rows[index].phase, rows[index].segments.last?.phase != now else { return }
        rows[index].segments.append(Segment(phase: now, start: time, end: time))
    }

    /// Draws the present phase on, up to `time`; a host without one has a gap.
    private mutating func extend(_ index: Int, to time: Timestamp) {
        guard let phase = rows[index].phase, let last = rows[index].segments.indices.last,
            rows[index].segments[last].phase == phase
        else { return }
        rows[index].segments[last].end = time
    }

    private mutating func index(of host: HostID) -> Int {
        if let index = indices[host] { return index }
        rows.append(Row(host: host))
        indices[host] = rows.count - 1
        return rows.count - 1
    }
}

extension Timeline.Row {
    /// A host that is away is away for all of its jobs, and one that runs something does not wait.
    fileprivate var phase: Timeline.Phase? {
        let order: [Timeline.Phase] = [.away, .running, .connecting, .waiting]
        return order.first { phases.values.contains($0) }
    }
}
