import FleetCore
import Testing

@testable import FleetExecution

/// Runs a schedule to its end, with jobs that end in an order drawn from a seed, and watches the limits.
private struct ScheduleRun {
    var started: [JobID] = []
    var skipped: [JobID] = []
    var released: [HostID] = []
    var mostHosts = 0
    var mostOnMachine: [Machine: Int] = [:]
    var finishes = 0

    init(
        _ work: [HostWork], limits: ScheduleLimits = ScheduleLimits(), seed: UInt64 = 1,
        failing: Set<HostID> = [], interruptAfter: Int = .max
    ) {
        var random = SeededGenerator(seed: seed)
        let machines = Dictionary(uniqueKeysWithValues: work.map { ($0.host, $0.machine) })
        var schedule = Schedule(work, limits: limits)
        var running: [JobID] = []
        var ends = 0
        var pending = schedule.handle(.began)
        while true {
            for action in pending {
                switch action {
                case .start(let job):
                    started.append(job)
                    running.append(job)
                case .skip(let job, _): skipped.append(job)
                case .release(let host): released.append(host)
                case .finish: finishes += 1
                case .announce, .ask, .passOver: Issue.record("a run has no playbook")
                }
            }
            mostHosts = max(mostHosts, Set(running.map(\.host)).count)
            for (machine, jobs) in Dictionary(grouping: running, by: { machines[$0.host] }) {
                guard let machine else { continue }
                mostOnMachine[machine] = max(mostOnMachine[machine] ?? 0, jobs.count)
            }
            guard finishes == 0, !running.isEmpty else { return }
            let job = running.remove(at: Int.random(in: running.indices, using: &random))
            ends += 1
            pending = schedule.handle(
                .jobEnded(job, failing.contains(job.host) ? .failed(.code(1)) : .ok))
            if ends == interruptAfter { pending += schedule.handle(.interrupted) }
        }
    }
}

@Suite("The schedule of a run")
struct ScheduleTests {
    private func work(
        hosts: Int, steps: Int = 1, machines: Int? = nil, perHost: (Int) -> Int = { _ in 1 }
    ) throws -> [HostWork] {
        try (0..<hosts).map { index in
            HostWork(
                host: try #require(HostID("h\(index)")),
                machine: Machine(address: "10.0.0.\(index % (machines ?? hosts))"),
                perHost: perHost(index),
                steps: try (0..<steps).map { try #require(StepID("s\($0)")) })
        }
    }

    @Test("keeps the window full and never exceeds the fanout")
    func fillsTheWindow() throws {
        var limits = ScheduleLimits()
        limits.fanout = 7
        let run = ScheduleRun(try work(hosts: 100), limits: limits)
        #expect(run.mostHosts == 7)
        #expect(run.started.count == 100)
        #expect(Set(run.released).count == 100)
        #expect(run.finishes == 1)
    }

    @Test("starts hosts in the order of the inventory")
    func keepsOrder() throws {
        var limits = ScheduleLimits()
        limits.fanout = 1
        let work = try work(hosts: 5)
        #expect(ScheduleRun(work, limits: limits).started.map(\.host) == work.map(\.host))
    }

    @Test(
        "runs every job once within all limits, whatever the fleet and the order of ends",
        arguments: 0..<300 as Range<UInt64>)
    func holdsForAnyFleet(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let hosts = Int.random(in: 0...40, using: &random)
        let steps = Int.random(in: 0...5, using: &random)
        let machines = Int.random(in: 1...max(1, hosts), using: &random)
        let limitOf = (0..<max(1, hosts)).map { _ in Int.random(in: 1...3, using: &random) }
        var limits = ScheduleLimits()
        limits.fanout = Int.random(in: 1...10, using: &random)
        if Bool.random(using: &random) { limits.serial = [.hosts(1), .percent(20), .percent(100)] }
        let work = try work(
            hosts: hosts, steps: steps, machines: machines, perHost: { limitOf[$0] })

        let run = ScheduleRun(work, limits: limits, seed: seed)

        #expect(run.finishes == 1)
        #expect(run.started.count == hosts * steps)
        #expect(Set(run.started).count == hosts * steps)
        #expect(Set(run.released) == Set(work.map(\.host)) && run.released.count == hosts)
        #expect(run.mostHosts <= limits.fanout)
        for (machine, most) in run.mostOnMachine {
            let least = work.filter { $0.machine == machine }.map(\.perHost).min()
            #expect(most <= (least ?? 0), "\(machine)")
        }
    }

    @Test("runs as many jobs at once on a machine as its limit lets, and no more")
    func usesTheLimitOfAMachine() throws {
        let run = ScheduleRun(try work(hosts: 1, steps: 6, perHost: { _ in 2 }))
        #expect(run.mostOnMachine.values.max() == 2)
        #expect(run.started.count == 6)
    }

    @Test("doesn't let aliases of one machine keep other hosts out of the window")
    func aliasesDoNotBlock() throws {
        var limits = ScheduleLimits()
        limits.fanout = 3
        let alias = try (0..<10).map {
            HostWork(
                host: try #require(HostID("alias\($0)")), machine: Machine(address: "one"),
                steps: [try #require(StepID("s"))])
        }
        let run = ScheduleRun(alias + (try work(hosts: 2)), limits: limits)
        #expect(run.started.prefix(3).map(\.host.name) == ["alias0", "h0", "h1"])
        #expect(run.started.count == 12)
    }

    @Test("begins a batch only when the one before it is done")
    func batchesWait() throws {
        var limits = ScheduleLimits()
        limits.serial = [.hosts(1), .hosts(3)]
        let work = try work(hosts: 7)
        var schedule = Schedule(work, limits: limits)
        #expect(schedule.handle(.began).count == 1)
        let second = schedule.handle(
            .jobEnded(JobID(host: work[0].host, step: work[0].steps[0]), Outcome.ok))
        #expect(second.count { if case .start = $0 { true } else { false } } == 3)
    }

    @Test("starts nothing more once too many hosts have failed, and says so of each")
    func stopsAtTheThreshold() throws {
        var limits = ScheduleLimits()
        limits.fanout = 1
        limits.maxFail = .hosts(1)
        let work = try work(hosts: 10)
        let run = ScheduleRun(work, limits: limits, failing: Set(work.map(\.host)))
        #expect(run.started.count == 2)
        #expect(run.skipped.count == 8)
        #expect(run.finishes == 1)
    }

    @Test("starts nothing more once interrupted, and ends when what runs has ended")
    func interruptSkipsTheRest() throws {
        var limits = ScheduleLimits()
        limits.fanout = 4
        let run = ScheduleRun(try work(hosts: 20, steps: 2), limits: limits, interruptAfter: 3)
        #expect(run.started.count + run.skipped.count == 40)
        #expect(run.started.count < 12)
        #expect(run.finishes == 1)
    }
}
