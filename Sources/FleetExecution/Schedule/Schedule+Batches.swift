import FleetCore

/// Plays and batches, and the window of hosts that are worked on.
extension Schedule {
    /// Lets hosts into the window while there are places, batch after batch, and finishes at the end.
    mutating func fill(_ actions: inout [Action]) {
        while true {
            if play >= 0 {
                while active < current.limits.fanout, let index = nextHost() {
                    admit(index, &actions)
                }
                guard active == 0, ready.isEmpty, parked == 0, cursor >= queue.count else {
                    return
                }
                giveUpIfLost(&actions)
            }
            guard beginNextBatch(&actions) else {
                actions.append(.finish)
                return
            }
        }
    }

    private mutating func nextHost() -> Int? {
        if !ready.isEmpty { return ready.removeFirst() }
        guard cursor < queue.count else { return nil }
        defer { cursor += 1 }
        return queue[cursor]
    }

    private mutating func admit(_ index: Int, _ actions: inout [Action]) {
        let machine = hosts[index].work.machine
        if rooms[machine]?.isFull == true, !hasBegun(index) {
            // Its place goes to the next host, rather than standing empty.
            rooms[machine]?.parked.append(index)
            parked += 1
            return
        }
        active += 1
        hosts[index].isActive = true
        advance(index, &actions)
    }

    /// Gives the room on `machine` to those who wait for it.
    mutating func feed(_ machine: Machine, _ actions: inout [Action]) {
        for index in rooms[machine]?.hungry ?? [] { advance(index, &actions) }
        unpark(machine)
    }

    /// Gives their turn to hosts that were set aside, as many as `machine` has room for.
    ///
    /// Also when a host leaves: it may have had its turn without needing the room.
    mutating func unpark(_ machine: Machine) {
        guard let room = rooms[machine], !room.parked.isEmpty else { return }
        let count = min(room.parked.count, max(0, room.limit - room.running))
        rooms[machine]?.parked.removeFirst(count)
        parked -= count
        ready += room.parked.prefix(count)
    }

    /// Goes on to the next batch that there is, of this play or a later one.
    private mutating func beginNextBatch(_ actions: inout [Action]) -> Bool {
        batch += 1
        while batch >= batches.count {
            guard play + 1 < plays.count else { return false }
            play += 1
            beginPlay(&actions)
        }
        let members = isStopped ? batches[batch].filter { hasBegun($0) } : batches[batch]
        failed = 0
        cursor = 0
        // What may run on a host already has its place and its room.
        let begun = members.filter { hasBegun($0) }
        for index in begun { takeRoom(index) }
        queue = begun.isEmpty ? members : begun + members.filter { !begun.contains($0) }
        for index in members { recallFailures(of: index, &actions) }
        stopIfTooManyFailed(&actions)
        let steps = Set(current.steps.map(\.id))
        if isPlaybook, members.contains(where: { !hosts[$0].open.isDisjoint(with: steps) }) {
            actions.append(
                .announce(
                    BatchMark(
                        name: current.name, play: (play + 1, of: plays.count),
                        batch: (batch + 1, of: batches.count), hosts: members.count)))
        }
        return true
    }

    private mutating func beginPlay(_ actions: inout [Action]) {
        batch = 0
        rooms = [:]
        var members: [Int] = []
        for host in current.hosts {
            guard let index = indices[host] else {
                preconditionFailure("\(host) of '\(current.name)' is not among the run's hosts")
            }
            let work = hosts[index].work
            let limit = current.perHost ?? work.perHost
            rooms[work.machine] = Room(limit: min(rooms[work.machine]?.limit ?? limit, limit))
            hosts[index].stage = -1
            hosts[index].waiting = []
            hosts[index].hasFailed = false
            if let blame = hosts[index].blame, !hasBegun(index) {
                strike(index, current.steps, because: blame, &actions)
            } else {
                members.append(index)
            }
        }
        batches = current.limits.batches(of: members.count).map { Array(members[$0]) }
    }

    /// Takes the room of those jobs of the current play that may run on a host already.
    private mutating func takeRoom(_ index: Int) {
        let host = hosts[index].work.host
        let jobs = current.steps.map { JobID(host: host, step: $0.id) }
        rooms[hosts[index].work.machine]?.running += jobs.count { past.begun.contains($0) }
    }

    /// Whether some job of the current play may run on a host already.
    private func hasBegun(_ index: Int) -> Bool {
        let host = hosts[index].work.host
        return !past.begun.isEmpty
            && current.steps.contains { past.begun.contains(JobID(host: host, step: $0.id)) }
    }

    /// Nobody wants to see the next hosts go the way of all those before.
    private mutating func giveUpIfLost(_ actions: inout [Action]) {
        guard isPlaybook, !queue.isEmpty, queue.allSatisfy({ hosts[$0].blame != nil }) else {
            return
        }
        stop(because: "no host of the batch before got through", &actions)
    }
}
