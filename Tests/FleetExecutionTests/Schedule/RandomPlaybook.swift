import FleetCore

@testable import FleetExecution

/// A playbook for a small fleet, and how each of its jobs would end, drawn from a seed.
struct RandomPlaybook {
    let work: [HostWork]
    let plays: [Play]
    private let seed: UInt64

    init(seed: UInt64) {
        self.seed = seed
        var random = SeededGenerator(seed: seed)
        let hosts = (0..<Int.random(in: 1...12, using: &random)).compactMap { HostID("h\($0)") }
        let machines = Int.random(in: 1...hosts.count, using: &random)
        var plays: [Play] = []
        var earlier: [StepID] = []
        for number in 0..<Int.random(in: 1...3, using: &random) {
            let chosen = hosts.filter { _ in random.chance(0.8) }
            var stages: [[PlayStep]] = []
            for stage in 0..<Int.random(in: 1...3, using: &random) {
                let size = random.chance(0.3) ? Int.random(in: 2...3, using: &random) : 1
                let steps = (0..<size).compactMap { StepID("p\(number).\(stage).\($0)") }
                stages.append(
                    steps.map { RandomPlaybook.step($0, after: earlier, using: &random) })
                earlier += steps
            }
            var play = Play(name: "p\(number)", hosts: chosen, stages: stages)
            play.limits.fanout = Int.random(in: 1...5, using: &random)
            if random.chance(0.4) { play.limits.serial = [.hosts(1), .percent(40)] }
            if random.chance(0.3) {
                play.limits.maxFail = random.chance(0.5) ? .hosts(1) : .percent(30)
            }
            if random.chance(0.2) { play.perHost = Int.random(in: 1...3, using: &random) }
            play.isEndedByAnyFailure = random.chance(0.1)
            plays.append(play)
        }
        self.plays = plays
        self.work = hosts.enumerated().map { index, host in
            HostWork(
                host: host, machine: Machine(address: "10.0.0.\(index % machines)"),
                perHost: Int.random(in: 1...2, using: &random),
                steps: plays.filter { $0.hosts.contains(host) }.flatMap(\.steps).map(\.id))
        }
    }

    private static func step(
        _ id: StepID, after earlier: [StepID], using random: inout SeededGenerator
    ) -> PlayStep {
        var step = PlayStep(id: id)
        step.onFailure =
            random.chance(0.6)
            ? .stop : random.chance(0.4) ? .continue : random.chance(0.7) ? .ignore : .abort
        step.runsOnce = random.chance(0.15)
        if random.chance(0.3), let other = earlier.randomElement(using: &random) {
            let wanted: Set<Outcome.Word> = random.chance(0.5) ? [.ok] : [.failed, .skipped]
            step.conditions = [StepCondition(step: other, outcomes: wanted)]
        }
        return step
    }

    /// All its jobs.
    var jobs: [JobID] {
        work.flatMap { host in host.steps.map { JobID(host: host.host, step: $0) } }
    }

    /// How a job ends when it is started; the same whoever starts it, and when.
    func outcome(of job: JobID) -> Outcome {
        var hash = seed
        for byte in "\(job)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var random = SeededGenerator(seed: hash)
        return switch Int.random(in: 0..<20, using: &random) {
        case 0...15: .ok
        case 16, 17: .failed(.code(1))
        case 18: .unreachable(Unreachable(.tcp, "refused"))
        default: .lost("away")
        }
    }
}
