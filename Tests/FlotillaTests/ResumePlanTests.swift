import FleetCore
import FleetDocuments
import FleetRecord
import Foundation
import SSHTransport
import Testing

@testable import Flotilla

@Suite("A plan from a run's folder", .timeLimit(.minutes(1)))
struct ResumePlanTests {
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "flotilla-resume-\(UUID().uuidString)")

    private func plan() async throws -> (RunPlanner, RunPlan) {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func write(_ name: String, _ text: String) throws {
            try text.write(
                to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        try write("patch.sh", "echo patched\n")
        try write("known", "")
        try write(
            "fleet.yaml",
            """
            defaults: { known_hosts: known, serial: [1, 50%], max_fail: 2, connect_timeout: 3s }
            scripts:
              patch: { file: patch.sh, args: [-q], env: { TOKEN: secret }, retries: 2 }
            hosts:
              web1: { address: 127.0.0.1, port: 9, user: deploy, vars: { role: front } }
              web2: { address: 127.0.0.1, port: 10, idle_timeout: 7s, host_keys: strict }
            """)
        var wish = RunWish()
        wish.inventories = [folder.appending(path: "fleet.yaml").path]
        wish.steps = [.script("patch", arguments: []), .command("uptime")]
        wish.variables = ["color": "red"]
        let planner = RunPlanner(eventLoops: SSHEventLoops(threads: 1))
        return (planner, try await planner.plan(wish))
    }

    private func clear() {
        #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) }
    }

    @Test("is the plan that was made from the inventory, which may be gone by then")
    func isTheSame() async throws {
        let (planner, plan) = try await plan()
        defer { clear() }
        let store = RunStore(path: folder.appending(path: "runs").path)
        let run = try FleetRun(plan, in: store, eventLoops: planner.eventLoops)
        try FileManager.default.removeItem(at: folder.appending(path: "patch.sh"))
        try FileManager.default.removeItem(at: folder.appending(path: "fleet.yaml"))

        let again = try await planner.plan(of: run.folder)
        #expect(again.jobs == plan.jobs && again.limits == plan.limits)
        #expect(again.steps.map(\.work) == plan.steps.map(\.work))
        for (one, other) in zip(plan.hosts, again.hosts) {
            #expect(one.requested == other.requested)
            #expect(one.environment == other.environment)
            #expect(one.endpoint.connectTimeout == other.endpoint.connectTimeout)
            #expect(one.endpoint.hostKeys.policy == other.endpoint.hostKeys.policy)
        }
        let text = try String(
            contentsOf: URL(fileURLWithPath: "\(run.folder.path)/run.json"), encoding: .utf8)
        #expect(!text.contains("secret") && !text.contains("front"))
    }

    @Test("is retried where a job did not succeed, and refused while one may still run")
    func retries() async throws {
        let (planner, plan) = try await plan()
        defer { clear() }
        let store = RunStore(path: folder.appending(path: "runs").path)
        let run = try FleetRun(plan, in: store, eventLoops: planner.eventLoops)
        let journal = try run.folder.journal()
        func record(_ job: JobID, _ event: JobEvent) async throws {
            try await journal.append(RunEvent(at: .now, .job(job, event)))
        }
        func end(_ job: JobID, _ outcome: Outcome) async throws {
            let end = JobEnd(outcome: outcome, duration: .zero, bytes: 0, lines: 0)
            try await record(job, .ended(end))
        }
        let jobs = plan.jobs
        try await end(jobs[0], .ok)
        try await record(jobs[1], .connecting(attempt: 1))
        await #expect(throws: PlanError.self) {
            _ = try await planner.plan(retrying: run.folder)
        }
        try await end(jobs[1], .failed(.code(3)))
        try await end(jobs[2], .skipped("no more"))
        // The last was never begun.
        let again = try #require(try await planner.plan(retrying: run.folder))
        #expect(again.jobs == Array(jobs.dropFirst()))
        #expect(again.retryOf == run.id)
    }

    @Test("can't be detached where more is to be started later")
    func detaches() async throws {
        let (_, plan) = try await plan()
        defer { clear() }
        #expect(throws: PlanError.self) { try plan.checkDetachable() }
    }
}
