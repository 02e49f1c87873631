import FleetCore
import Testing

@testable import FleetExecution

/// A small playbook, carried out: what is started, host by host, the oldest job ending first.
private struct PlayRun {
    /// `start web1/patch`, `skip web1/check: why`, in order.
    private(set) var log: [String] = []

    init(
        hosts: Int = 2, _ plays: [[[PlayStep]]], failing: [String: Outcome] = [:],
        answers: [String: StepAnswer]? = nil, past: PlayPast = PlayPast(),
        change: (inout Play) -> Void = { _ in }
    ) throws {
        let names = try (1...hosts).map { try #require(HostID("h\($0)")) }
        let plays = plays.enumerated().map { index, stages in
            var play = Play(name: "p\(index + 1)", hosts: names, stages: stages)
            change(&play)
            return play
        }
        let work = names.map {
            HostWork(
                host: $0, machine: Machine(address: $0.name),
                steps: plays.flatMap(\.steps).map(\.id))
        }
        var schedule = Schedule(
            work, plays: plays, past: past, asksBeforeSteps: answers != nil)
        var events: [Schedule.Event] = [.began]
        while !events.isEmpty {
            for action in schedule.handle(events.removeFirst()) {
                switch action {
                case .start(let job):
                    log.append("start \(job)")
                    events.append(.jobEnded(job, failing["\(job)"] ?? .ok))
                case .skip(let job, let reason): log.append("skip \(job): \(reason)")
                case .passOver(let job, let reason): log.append("pass \(job): \(reason)")
                case .announce(let mark): log.append("\(mark)")
                case .ask(let step):
                    log.append("ask \(step)")
                    events.append(.answered(step, answers?[step.name] ?? .yes))
                case .release: break
                case .finish: log.append("finish")
                }
            }
        }
    }

    /// The log without what is announced.
    var jobs: [String] { log.filter { !$0.hasPrefix("play ") } }
}

@Suite("The schedule of a playbook")
struct PlayScheduleTests {
    private func step(
        _ name: String, _ change: (inout PlayStep) throws -> Void = { _ in }
    ) throws -> PlayStep {
        var step = PlayStep(id: try #require(StepID(name)))
        try change(&step)
        return step
    }

    private func condition(_ name: String, _ words: Outcome.Word...) throws -> StepCondition {
        StepCondition(step: try #require(StepID(name)), outcomes: Set(words))
    }

    @Test("goes through the steps of each host in order, and the plays one after the other")
    func order() throws {
        let run = try PlayRun([[[try step("a")], [try step("b")]], [[try step("c")]]])
        #expect(
            run.log == [
                "play 1/2 p1: 2 hosts", "start h1/a", "start h2/a", "start h1/b", "start h2/b",
                "play 2/2 p2: 2 hosts", "start h1/c", "start h2/c", "finish",
            ])
    }

    @Test("skips a host's later steps behind one that failed, in later plays as well")
    func stops() throws {
        let run = try PlayRun(
            [[[try step("a")], [try step("b")]], [[try step("c")]]],
            failing: ["h1/a": .failed(.code(3))])
        #expect(
            run.jobs == [
                "start h1/a", "start h2/a", "skip h1/b: 'a' before it was failed", "start h2/b",
                "skip h1/c: 'a' before it was failed", "start h2/c", "finish",
            ])
    }

    @Test("goes on behind one whose failure is no matter, and heeds conditions on it")
    func conditions() throws {
        let check = try step("check") { $0.onFailure = .continue }
        let mend = try step("mend") { $0.conditions = [try condition("check", .failed)] }
        let run = try PlayRun([[[check], [mend]]], failing: ["h2/check": .failed(.code(1))])
        #expect(
            run.jobs == [
                "start h1/check", "start h2/check",
                "pass h1/mend: only when 'check' is failed: it was ok", "start h2/mend", "finish",
            ])
    }

    @Test("runs a step once for all, and lets nobody go on before it has ended")
    func once() throws {
        let migrate = try step("migrate") { $0.runsOnce = true }
        let stages = [[migrate], [try step("restart")]]
        let well = try PlayRun(hosts: 3, [stages]).jobs
        #expect(well.first == "start h1/migrate")
        #expect(
            well.filter { $0.contains("migrate") }.dropFirst() == [
                "pass h2/migrate: run once, on h1", "pass h3/migrate: run once, on h1",
            ])
        #expect(well.count { $0.hasPrefix("start") } == 4)
        let run = try PlayRun([stages], failing: ["h1/migrate": .failed(.code(1))])
        #expect(
            run.jobs == [
                "start h1/migrate", "skip h1/restart: 'migrate' before it was failed",
                "pass h2/migrate: run once, on h1",
                "skip h2/restart: 'migrate' before it was failed on h1", "finish",
            ])
    }

    @Test("works in batches, and ends when no host of one got through")
    func canary() throws {
        let plays = [[[try step("a")]], [[try step("b")]]]
        let serial: (inout Play) -> Void = { $0.limits.serial = [.hosts(1), .percent(100)] }
        #expect(
            try PlayRun(hosts: 3, plays, change: serial).log == [
                "play 1/2 p1: batch 1 of 2, 1 host", "start h1/a",
                "play 1/2 p1: batch 2 of 2, 2 hosts", "start h2/a", "start h3/a",
                "play 2/2 p2: batch 1 of 2, 1 host", "start h1/b",
                "play 2/2 p2: batch 2 of 2, 2 hosts", "start h2/b", "start h3/b", "finish",
            ])
        let reason = "no host of the batch before got through"
        let run = try PlayRun(
            plays, failing: ["h1/a": .unreachable(Unreachable(.tcp, "refused"))], change: serial)
        #expect(
            run.jobs == [
                "start h1/a", "skip h1/b: \(reason)", "skip h2/a: \(reason)",
                "skip h2/b: \(reason)", "finish",
            ])
    }

    @Test("begins nothing more once a step aborts the run, or any failure does")
    func aborts() throws {
        let abort = try step("a") { $0.onFailure = .abort }
        let failing = ["h1/a": Outcome.timeout]
        let one: (inout Play) -> Void = { $0.limits.fanout = 1 }
        #expect(
            try PlayRun([[[abort]]], failing: failing, change: one).jobs == [
                "start h1/a", "skip h2/a: 'a' was timeout on h1, which aborts the run", "finish",
            ])
        let run = try PlayRun([[[try step("a")]]], failing: failing) {
            $0.limits.fanout = 1
            $0.isEndedByAnyFailure = true
        }
        #expect(
            run.jobs.contains("skip h2/a: 'a' was timeout on h1, and any_errors_fatal is set"))
    }

    @Test("counts unreachable hosts against max_fail, and what was counted before it was resumed")
    func maxFail() throws {
        let reason = "more hosts failed than max_fail allows"
        let limits: (inout Play) -> Void = {
            $0.limits.fanout = 1
            $0.limits.maxFail = .percent(25)
        }
        let stages = [[try step("a")]]
        let refused = Outcome.unreachable(Unreachable(.tcp, "refused"))
        let failing = ["h1/a": refused, "h2/a": refused]
        let whole = try PlayRun(hosts: 4, [stages], failing: failing, change: limits)
        #expect(
            whole.jobs == [
                "start h1/a", "start h2/a", "skip h3/a: \(reason)", "skip h4/a: \(reason)",
                "finish",
            ])
        var past = PlayPast()
        for (host, outcome) in [("h1", refused), ("h2", refused)] {
            let job = JobID(host: try #require(HostID(host)), step: try #require(StepID("a")))
            past.ends[job] = outcome
        }
        let rest = try PlayRun(hosts: 4, [stages], past: past, change: limits)
        #expect(rest.jobs == Array(whole.jobs.dropFirst(2)))
    }

    @Test("asks before each step, one question at a time, and heeds the answer")
    func asks() throws {
        let stages = [[try step("a"), try step("b")], [try step("c")], [try step("d")]]
        let run = try PlayRun(
            [stages], answers: ["a": .yes, "b": .no, "c": .always], change: { $0.perHost = 2 })
        #expect(run.jobs.filter { $0.hasPrefix("ask") } == ["ask a", "ask b", "ask c"])
        #expect(run.jobs.contains("pass h2/b: the operator said no"))
        #expect(run.jobs.filter { $0.hasPrefix("start") }.count == 6)
    }

    @Test("heeds a no for hosts that come to the step after a later answer as well")
    func refusesLater() throws {
        let stages = [[try step("a")], [try step("b")], [try step("c")]]
        let run = try PlayRun(
            hosts: 3, [stages], answers: ["b": .no, "c": .always], change: { $0.limits.fanout = 1 })
        #expect(run.jobs.count { $0.hasPrefix("pass") && $0.contains("/b:") } == 3)
        #expect(run.jobs.count { $0.hasPrefix("start") } == 6)
    }
}
