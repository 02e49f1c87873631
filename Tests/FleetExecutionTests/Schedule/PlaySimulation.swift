import FleetCore

@testable import FleetExecution

/// Carries a playbook out with jobs that end in an order drawn from a seed, and with controllers that die; notes all
/// that breaks a promise.
struct PlaySimulation {
    let book: RandomPlaybook
    private(set) var faults: [String] = []
    /// What the journal holds: how each job ended.
    private(set) var ends: [JobID: Outcome] = [:]
    /// How often each job's script was started on its host.
    private(set) var starts: [JobID: Int] = [:]
    private(set) var deaths = 0

    private var random: SeededGenerator
    /// What runs on the hosts, whoever watches.
    private var running: [JobID] = []
    /// What was lost and is sought again: nobody can help it if there is more of it than limits allow.
    private var sought: Set<JobID> = []
    private var hasFinished = false
    private let places: [JobID: Place]
    private let machines: [HostID: Machine]

    /// Where a job stands in its playbook.
    private struct Place {
        let play: Int
        let stage: Int
        let step: PlayStep
    }

    init(_ book: RandomPlaybook, seed: UInt64, deathRate: Double) {
        self.book = book
        random = SeededGenerator(seed: seed ^ 0x5bd1_e995)
        machines = Dictionary(uniqueKeysWithValues: book.work.map { ($0.host, $0.machine) })
        var places: [JobID: Place] = [:]
        for (number, play) in book.plays.enumerated() {
            for (stage, steps) in play.stages.enumerated() {
                for (host, step) in play.hosts.flatMap({ host in steps.map { (host, $0) } }) {
                    places[JobID(host: host, step: step.id)] =
                        Place(play: number, stage: stage, step: step)
                }
            }
        }
        self.places = places
        while !hasFinished { carryOut(deathRate: deaths < 20 ? deathRate : 0) }
        if !running.isEmpty { faults.append("it finished while \(running) ran") }
        for job in book.jobs where ends[job] == nil { faults.append("\(job) has no end") }
    }

    /// One controller's life.
    private mutating func carryOut(deathRate: Double) {
        seekLost()
        var past = PlayPast()
        past.ends = ends
        past.begun = Set(running)
        var watched: Set<JobID> = []
        var schedule = Schedule(book.work, plays: book.plays, past: past)
        var actions = schedule.handle(.began)
        while true {
            for action in actions {
                // It may die between any two actions.
                if random.chance(deathRate) {
                    deaths += 1
                    return
                }
                perform(action, watched: &watched)
            }
            if hasFinished { return }
            guard
                let job = watched.sorted(by: { "\($0)" < "\($1)" })
                    .randomElement(using: &random)
            else {
                faults.append("it waits for nothing")
                hasFinished = true
                return
            }
            watched.remove(job)
            running.removeAll { $0 == job }
            let outcome = book.outcome(of: job)
            record(job, outcome)
            actions = schedule.handle(.jobEnded(job, outcome))
        }
    }

    /// What was lost may be sought again by a controller that takes the run up: it runs, or has ended, on its host.
    private mutating func seekLost() {
        let lost = ends.filter { $0.value.word == .lost }.keys.sorted { "\($0)" < "\($1)" }
        for job in lost where random.chance(0.3) {
            ends[job] = nil
            running.append(job)
            sought.insert(job)
        }
    }

    private mutating func perform(_ action: Schedule.Action, watched: inout Set<JobID>) {
        switch action {
        case .start(let job):
            if !running.contains(job) {
                starts[job, default: 0] += 1
                checkStart(of: job)
                running.append(job)
            }
            if !watched.insert(job).inserted { faults.append("\(job) is started twice") }
            checkLimits()
        case .skip(let job, let reason): record(job, .skipped(reason))
        case .passOver(let job, let reason): record(job, .unneeded(reason))
        case .release(let host):
            if watched.contains(where: { $0.host == host }) {
                faults.append("\(host) is released while it works")
            }
        case .finish: hasFinished = true
        case .announce: break
        case .ask(let step): faults.append("nobody wants to be asked about \(step)")
        }
    }

    private mutating func record(_ job: JobID, _ outcome: Outcome) {
        if ends[job] != nil { faults.append("\(job) ends twice") }
        ends[job] = outcome
    }

    // MARK: Promises

    private mutating func checkLimits() {
        let running = running.filter { !sought.contains($0) }
        guard let play = running.compactMap({ places[$0]?.play }).max() else { return }
        let limits = book.plays[play].limits
        let hosts = Set(running.map(\.host)).count
        if hosts > limits.fanout { faults.append("\(hosts) hosts at once, not \(limits.fanout)") }
        for (machine, jobs) in Dictionary(grouping: running, by: { machines[$0.host] }) {
            let names = book.work.filter { $0.machine == machine }
                .filter { book.plays[play].hosts.contains($0.host) }
            let most = book.plays[play].perHost ?? names.map(\.perHost).min() ?? 0
            if jobs.count > most { faults.append("\(jobs) at once on one machine, not \(most)") }
        }
    }

    /// Looks at what must have been before a script is started.
    private mutating func checkStart(of job: JobID) {
        guard let place = places[job] else { return faults.append("\(job) is nobody's") }
        let play = book.plays[place.play]
        for (other, its) in places where ends[other] == nil && its.play < place.play {
            faults.append("\(job) starts before \(other) of an earlier play has ended")
        }
        for (other, its) in places where other.host == job.host {
            guard (its.play, its.stage) < (place.play, place.stage) else { continue }
            guard let end = ends[other] else {
                faults.append("\(job) starts before \(other)")
                continue
            }
            let isHarmless = end.isGood || end.isFailure && !end.counts(under: its.step.onFailure)
            if !isHarmless { faults.append("\(job) starts although \(other) was \(end)") }
        }
        if place.step.runsOnce, starts.filter({ $0.key.step == job.step }).count > 1 {
            faults.append("\(job) runs once, and not alone")
        }
        checkConditions(of: job, place.step)
        checkThresholds(at: job, play)
    }

    private mutating func checkConditions(of job: JobID, _ step: PlayStep) {
        for condition in step.conditions where !holds(condition, on: job.host) {
            faults.append("\(job) runs against \(condition)")
        }
    }

    /// Whether an earlier step ended as wanted: on this host, or on the one that ran it for all that wanted it.
    private func holds(_ condition: StepCondition, on host: HostID) -> Bool {
        let job = JobID(host: host, step: condition.step)
        guard let own = ends[job], let step = places[job]?.step else { return false }
        let runner = starts.keys.first { $0.step == condition.step }
        if step.runsOnce, case .unneeded = own, let runner, let end = ends[runner],
            step.conditions.allSatisfy({ holds($0, on: host) })
        {
            return condition.holds(for: end)
        }
        return condition.holds(for: own)
    }

    /// Nothing starts behind too many failures, and no batch before the one ahead of it has ended.
    private mutating func checkThresholds(at job: JobID, _ play: Play) {
        func failed(_ host: HostID, in play: Play) -> Bool {
            play.steps.contains { step in
                ends[JobID(host: host, step: step.id)]?.counts(under: step.onFailure) == true
            }
        }
        for step in book.plays.flatMap(\.steps) where step.onFailure == .abort {
            if ends.contains(where: { $0.key.step == step.id && $0.value.isFailure }) {
                faults.append("\(job) starts although \(step.id) aborts the run")
            }
        }
        for play in book.plays where play.isEndedByAnyFailure {
            if play.hosts.contains(where: { failed($0, in: play) }) {
                faults.append("\(job) starts although any failure ends '\(play.name)'")
            }
        }
        // Who was stopped in an earlier play is in no batch of this one.
        let members = play.hosts.filter { host in
            !play.steps.allSatisfy { ends[JobID(host: host, step: $0.id)]?.word == .skipped }
                || host == job.host
        }
        guard let maxFail = play.limits.maxFail, play.limits.serial.isEmpty else { return }
        let most = maxFail.count(of: play.hosts.count)
        let count = members.count { failed($0, in: play) }
        if count > most { faults.append("\(job) starts although \(count) hosts failed") }
    }
}
