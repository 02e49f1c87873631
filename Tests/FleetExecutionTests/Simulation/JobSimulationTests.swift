import FleetCore
import Foundation
import Testing

@testable import FleetExecution

@Suite("A job in virtual time, whatever breaks")
struct JobSimulationTests {
    /// The schedules that are tried: those of the first seeds (`make simulate` asks for a million), or the one of
    /// `FLOTILLA_SEED` alone, which is how a seed that failed is run again.
    private static let seeds: Range<Int> = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["FLOTILLA_SEED"].flatMap({ Int($0) }) { return seed..<seed + 1 }
        return 0..<(environment["FLOTILLA_SCHEDULES"].flatMap { Int($0) } ?? 5_000)
    }()

    @Test("loses no byte, starts nothing twice, always ends, and calls nothing ok that was not")
    func holds() async {
        let workers = ProcessInfo.processInfo.activeProcessorCount
        await withTaskGroup(of: [String].self) { group in
            for worker in 0..<workers {
                group.addTask {
                    var problems: [String] = []
                    let own = stride(
                        from: Self.seeds.lowerBound + worker, to: Self.seeds.upperBound, by: workers
                    )
                    for seed in own {
                        problems += Self.broken(seed: UInt64(seed))
                        // The tests beside this one want the threads as well.
                        await Task.yield()
                    }
                    return problems
                }
            }
            for await problems in group {
                for problem in problems { Issue.record("\(problem)") }
            }
        }
    }

    @Test("the same seed gives the same run")
    func replays() {
        for seed in 0..<100 as Range<UInt64> {
            var first = JobSimulation(seed: seed)
            var second = JobSimulation(seed: seed)
            let (one, two) = (first.run(), second.run())
            #expect(one.outcome == two.outcome && one.steps == two.steps && one.logs == two.logs)
        }
    }

    @Test("a mistake that is put in on purpose is found", arguments: Flaw.allCases)
    func finds(flaw: Flaw) {
        let found = (0..<5_000 as Range<UInt64>).first {
            !Self.broken(seed: $0, flaw: flaw).isEmpty
        }
        #expect(found != nil)
    }

    /// The invariants that the run of `seed` broke.
    private static func broken(seed: UInt64, flaw: Flaw? = nil) -> [String] {
        var simulation = JobSimulation(seed: seed, flaw: flaw)
        let verdict = simulation.run()
        var problems = verdict.problems + verdict.host.objections
        for (start, times) in verdict.host.timesStarted where times > 1 {
            problems.append("start \(start) was made \(times) times")
        }
        for (start, log) in verdict.logs {
            guard let truth = verdict.host.truth[start] else {
                problems.append("a log of start \(start), which never was")
                continue
            }
            let output = truth.behaviour.writes.indices.map { ModelHost.byte(start: start, at: $0) }
            if !output.starts(with: log) {
                problems.append("the log of start \(start) is no prefix")
            }
        }
        problems += wrongEnd(verdict)
        return problems.map {
            "seed \(seed): \($0) (outcome \(String(describing: verdict.outcome)))"
        }
    }

    private static func wrongEnd(_ verdict: JobSimulation.Verdict) -> [String] {
        guard let outcome = verdict.outcome else { return [] }
        let last = verdict.host.timesStarted.keys.max()
        let truth = last.flatMap { verdict.host.truth[$0] }
        let log = last.flatMap { verdict.logs[$0] } ?? []
        func isWhole() -> Bool {
            log.count == truth?.written(at: truth?.cutAt ?? .seconds(1_000_000))
        }
        if verdict.runsOn, [.cancelled, .timeout, .idleTimeout].contains(outcome.word) {
            return ["told as ended, yet it runs on"]
        }
        switch outcome {
        case .ok:
            if case .expected = verdict.policy.onReboot {
                return verdict.hasRebooted ? [] : ["ok without its reboot"]
            }
            guard let truth, truth.cutAt == nil, truth.behaviour.exit == .code(0) else {
                return ["called ok what was not"]
            }
            return isWhole() ? [] : ["ok with \(log.count) bytes"]
        case .failed(let exit):
            guard let truth, truth.cutAt == nil, truth.behaviour.exit == exit else {
                return ["a failure that was none"]
            }
            return isWhole() ? [] : ["failed with \(log.count) bytes"]
        case .rebooted: return verdict.hasRebooted ? [] : ["a reboot that was none"]
        case .cancelled: return verdict.wasCancelled ? [] : ["cancelled by nobody"]
        case .idleTimeout: return verdict.policy.idleTimeout == nil ? ["no such timeout"] : []
        case .timeout:
            if case .expected = verdict.policy.onReboot { return [] }
            return verdict.policy.timeout == nil ? ["no such timeout"] : []
        case .unreachable: return truth == nil ? [] : ["unreachable, yet it was started"]
        case .lost(let why):
            let isExplained = !verdict.isCalm || why.hasPrefix("no contact for")
            return isExplained ? [] : ["lost (\(why)), though nothing happened on the host"]
        case .skipped, .unneeded: return ["skipped by nobody"]
        }
    }
}
