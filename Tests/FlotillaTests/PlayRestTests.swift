import FleetCore
import FleetDocuments
import FleetExecution
import FleetRecord
import Foundation
import SSHTransport
import Testing

@testable import Flotilla

@Suite("The rest of a playbook's run", .timeLimit(.minutes(1)))
struct PlayRestTests {
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "flotilla-rest-\(UUID().uuidString)")

    private func clear() {
        #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) }
    }

    /// The run of a playbook on a, b and c of which this is known, and its planner.
    private func run(
        _ steps: String, _ ends: [String: Outcome]
    ) async throws -> (RunPlanner, FleetRun) {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let book = folder.appending(path: "play.yaml").path
        try "- hosts: all\n  serial: 1\n  steps:\n\(steps)".write(
            toFile: book, atomically: true, encoding: .utf8)
        let inventory = folder.appending(path: "fleet.yaml").path
        try "hosts: { a: { address: 127.0.0.1 }, b: { address: 127.0.0.1, port: 9 } }\n".write(
            toFile: inventory, atomically: true, encoding: .utf8)
        var wish = RunWish()
        wish.inventories = [inventory]
        wish.playbook = book
        let planner = RunPlanner(eventLoops: SSHEventLoops(threads: 1))
        let run = try FleetRun(
            try await planner.plan(wish), in: RunStore(path: folder.appending(path: "runs").path),
            eventLoops: planner.eventLoops)
        let journal = try run.folder.journal()
        for job in run.jobs {
            let outcome = ends["\(job)"] ?? .ok
            let end = JobEnd(outcome: outcome, duration: .zero, bytes: 0, lines: 0)
            try await journal.append(RunEvent(at: .now, .job(job, .ended(end))))
        }
        return (planner, run)
    }

    @Test("is what did not succeed, with the earlier ends that its conditions are about")
    func unsuccessful() async throws {
        defer { clear() }
        let (planner, run) = try await run(
            """
              - { name: check, command: x, on_failure: continue }
              - { name: restart, command: y, when: { step: check, is: ok } }
              - { name: mend, command: z, when: { step: check, is: failed } }
            """,
            ["a/restart": .failed(.code(1)), "a/mend": .skipped("x"), "b/mend": .unneeded("y")])
        let plan = try #require(try await planner.plan(retrying: run.folder))
        #expect(plan.jobs.map { "\($0)" } == ["a/restart", "a/mend"])
        let job = try #require(run.jobs.first)
        #expect(plan.past.ends == [job: .ok])
        #expect(plan.plays.map { $0.hosts.map(\.name) } == [["a"]])
        #expect(plan.plays.first?.limits.serial == [.hosts(1)])
        // It is written down with them, so that this run can be resumed and retried as well.
        let again = try FleetRun(
            plan, in: RunStore(path: folder.appending(path: "again").path),
            eventLoops: planner.eventLoops)
        #expect(try await planner.plan(of: again.folder).past.ends == [job: .ok])
    }

    @Test("has what was left out because of a step that is run again")
    func leftOut() async throws {
        defer { clear() }
        let (planner, run) = try await run(
            """
              - { name: check, command: x, on_failure: continue }
              - { name: restart, command: y, when: { step: check, is: ok } }
              - { name: once, command: z, run_once: true, on_failure: continue }
              - { name: after, command: z, when: { step: once, is: ok } }
            """,
            [
                "a/check": .failed(.code(1)), "a/restart": .unneeded("no"),
                "a/once": .failed(.code(1)), "b/once": .unneeded("run once"),
                "a/after": .unneeded("no"), "b/after": .unneeded("no"),
            ])
        let plan = try #require(try await planner.plan(retrying: run.folder))
        #expect(
            Set(plan.jobs.map { "\($0)" }) == [
                "a/check", "a/restart", "a/once", "b/once", "a/after", "b/after",
            ])
    }

    @Test("is nothing where all is as it should be")
    func nothing() async throws {
        defer { clear() }
        let (planner, run) = try await run(
            "  - { name: check, command: x }", ["b/check": .unneeded("no")])
        #expect(try await planner.plan(retrying: run.folder) == nil)
        #expect(try run.folder.request().version == 2)
    }
}
