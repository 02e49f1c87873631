package import FleetCore

/// Decides which job starts next: at most `fanout` hosts at once, and on one machine at most `perHost` jobs,
/// whatever the names that lead to it.
///
/// A value without clock or I/O: events in, actions out. Each event costs time in proportion to the actions it
/// leads to, not to the size of the fleet.
package struct Schedule: Sendable {
    /// What happened.
    package enum Event: Hashable, Sendable {
        /// The run begins; must come first, once.
        case began
        /// A job that was started has ended.
        case jobEnded(JobID, isFailure: Bool)
        /// The operator wants nothing new to be started.
        case interrupted
    }

    /// What the driver must do, in order.
    package enum Action: Hashable, Sendable {
        /// Start this job.
        case start(JobID)
        /// Report that this job is never started, and why.
        case skip(JobID, reason: String)
        /// No more jobs of this host will start and none runs: its connection can go.
        case release(HostID)
        /// All jobs have ended or were skipped.
        case finish
    }

    /// One host of the run, with what is left to do on it.
    private struct Host {
        let work: HostWork
        var next = 0
        var running = 0
        var hasFailed = false

        var pending: ArraySlice<StepID> { work.steps[next...] }
    }

    /// One machine, and who waits for room on it.
    private struct Room {
        var limit: Int
        var running = 0
        /// Hosts within the window that have more to start here.
        var hungry: [Int] = []
        /// Hosts not yet in the window, set aside because the machine was full when their turn came.
        var parked: [Int] = []

        var isFull: Bool { running >= limit }
    }

    private let limits: ScheduleLimits
    private var hosts: [Host]
    private let indices: [HostID: Int]
    private var rooms: [Machine: Room] = [:]
    /// The hosts that are worked on.
    private var active = 0
    /// Hosts whose turn came, in the order in which they get the next free place.
    private var ready: [Int] = []
    /// The next host whose turn comes.
    private var cursor = 0
    private var batch: Range<Int> = 0..<0
    private var batches = 0
    private var parked = 0
    private var failed = 0
    private var isStopped = false

    /// Creates the schedule of a run.
    ///
    /// - Precondition: each host stands in `work` once, and the fanout is at least 1.
    package init(_ work: [HostWork], limits: ScheduleLimits = ScheduleLimits()) {
        precondition(limits.fanout >= 1, "a fanout of none would never end")
        self.limits = limits
        self.hosts = work.map { Host(work: $0) }
        self.indices = Dictionary(
            uniqueKeysWithValues: work.enumerated().map { ($0.element.host, $0.offset) })
        for host in work {
            let least = min(rooms[host.machine]?.limit ?? host.perHost, host.perHost)
            rooms[host.machine] = Room(limit: least)
        }
    }

    /// Applies `event`.
    ///
    /// - Returns: What to do, in order; empty means "keep waiting".
    package mutating func handle(_ event: Event) -> [Action] {
        var actions: [Action] = []
        switch event {
        case .began:
            beginNextBatch()
        case .jobEnded(let job, let isFailure):
            end(job, isFailure: isFailure, &actions)
        case .interrupted:
            stop(because: "interrupted before it was started", &actions)
        }
        fill(&actions)
        return actions
    }

    // MARK: Ends

    private mutating func end(_ job: JobID, isFailure: Bool, _ actions: inout [Action]) {
        guard let index = indices[job.host], hosts[index].running > 0 else {
            preconditionFailure("\(job) ended without having been started")
        }
        let machine = hosts[index].work.machine
        hosts[index].running -= 1
        rooms[machine]?.running -= 1
        if isFailure, !hosts[index].hasFailed {
            hosts[index].hasFailed = true
            failed += 1
            stopIfTooManyFailed(&actions)
        }
        // Room goes first to this host, then to those of the window, then to those set aside.
        start(index, &actions)
        feed(machine, &actions)
        releaseIfDone(index, &actions)
    }

    private mutating func stopIfTooManyFailed(_ actions: inout [Action]) {
        guard let maxFail = limits.maxFail, failed > maxFail.count(of: batch.count) else { return }
        let reason = "more hosts failed than --max-fail allows"
        stop(because: reason, &actions)
    }

    private mutating func stop(because reason: String, _ actions: inout [Action]) {
        guard !isStopped else { return }
        isStopped = true
        for index in hosts.indices {
            for step in hosts[index].pending {
                actions.append(
                    .skip(JobID(host: hosts[index].work.host, step: step), reason: reason))
            }
            hosts[index].next = hosts[index].work.steps.count
        }
        ready.removeAll()
        parked = 0
        cursor = hosts.count
        batch = hosts.count..<hosts.count
    }

    private mutating func releaseIfDone(_ index: Int, _ actions: inout [Action]) {
        guard hosts[index].running == 0, hosts[index].pending.isEmpty else { return }
        active -= 1
        actions.append(.release(hosts[index].work.host))
    }

    // MARK: Starts

    /// Lets hosts into the window while there are places, batch after batch, and finishes at the end.
    private mutating func fill(_ actions: inout [Action]) {
        while true {
            while active < limits.fanout, let index = nextHost() {
                admit(index, &actions)
            }
            guard active == 0, ready.isEmpty, parked == 0, cursor >= batch.upperBound else {
                return
            }
            guard cursor < hosts.count else {
                actions.append(.finish)
                return
            }
            beginNextBatch()
        }
    }

    private mutating func nextHost() -> Int? {
        if !ready.isEmpty { return ready.removeFirst() }
        guard cursor < batch.upperBound else { return nil }
        defer { cursor += 1 }
        return cursor
    }

    private mutating func admit(_ index: Int, _ actions: inout [Action]) {
        let machine = hosts[index].work.machine
        if rooms[machine]?.isFull == true {
            // Its place goes to the next host, rather than standing empty.
            rooms[machine]?.parked.append(index)
            parked += 1
            return
        }
        active += 1
        start(index, &actions)
        releaseIfDone(index, &actions)
    }

    /// Starts what `index` has left while its machine has room.
    private mutating func start(_ index: Int, _ actions: inout [Action]) {
        let machine = hosts[index].work.machine
        while let step = hosts[index].pending.first {
            guard rooms[machine]?.isFull == false else {
                if rooms[machine]?.hungry.contains(index) == false {
                    rooms[machine]?.hungry.append(index)
                }
                return
            }
            hosts[index].next += 1
            hosts[index].running += 1
            rooms[machine]?.running += 1
            actions.append(.start(JobID(host: hosts[index].work.host, step: step)))
        }
        rooms[machine]?.hungry.removeAll { $0 == index }
    }

    /// Gives the room on `machine` to those who wait for it.
    private mutating func feed(_ machine: Machine, _ actions: inout [Action]) {
        for index in rooms[machine]?.hungry ?? [] { start(index, &actions) }
        guard !isStopped, rooms[machine]?.isFull == false, let first = rooms[machine]?.parked.first
        else { return }
        rooms[machine]?.parked.removeFirst()
        parked -= 1
        ready.append(first)
    }

    private mutating func beginNextBatch() {
        let size: Int
        if limits.serial.isEmpty {
            size = hosts.count
        } else {
            let rule = limits.serial[min(batches, limits.serial.count - 1)]
            size = max(1, rule.count(of: hosts.count))
        }
        batches += 1
        failed = 0
        batch = cursor..<min(hosts.count, cursor + size)
    }
}
