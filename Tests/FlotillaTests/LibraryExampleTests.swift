import FleetCore
import FleetDocuments
import Flotilla
import Foundation
import Synchronization
import Testing

// README: the example begins
/// Tells a chat channel what the people there should know at once.
struct Alerts: RunObserver {
    let send: @Sendable (String) async -> Void

    func observe(_ event: RunEvent) async {
        switch event.kind {
        case .job(let job, .rebooted): await send("\(job.host) rebooted")
        case .job(let job, .ended(let end)) where end.outcome != .ok:
            await send("\(job.host): \(end.outcome.word.rawValue)")
        default: break
        }
    }
}

/// Patches the web servers; gives those that didn't end well.
func patch(inventory: String, runs: String, alerts: Alerts) async throws -> [JobID: Outcome] {
    var wish = RunWish()
    wish.inventories = [inventory]
    wish.limits = ["web:!web3"]
    wish.steps = [.script("patch", arguments: ["--quiet"])]
    // Every mistake is thrown here, before any host is contacted.
    let plan = try await RunPlanner().plan(wish)
    let run = try FleetRun(plan, keptIn: runs)
    return try await run.carryOut(observers: [alerts]).filter { $0.value != .ok }
}
// README: the example ends

@Suite("A program that imports the library", .timeLimit(.minutes(1)))
struct LibraryExampleTests {
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "flotilla-library-\(UUID().uuidString)")

    @Test("is told what happens, and how each job ended")
    func carriesOut() async throws {
        let inventory = try write(group: "web")
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let said = Sayings()
        let ends = try await patch(
            inventory: inventory, runs: folder.appending(path: "runs").path, alerts: said.alerts)
        #expect(ends.keys.map(\.description).sorted() == ["web1/patch", "web2/patch"])
        #expect(ends.values.allSatisfy { $0.word == .unreachable })
        #expect(said.texts.sorted() == ["web1: unreachable", "web2: unreachable"])
    }

    @Test("gets its mistakes thrown before anything is kept")
    func refuses() async throws {
        let inventory = try write(group: "wbe")
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let runs = folder.appending(path: "runs").path
        await #expect(throws: PatternError.self) {
            _ = try await patch(inventory: inventory, runs: runs, alerts: Sayings().alerts)
        }
        #expect(!FileManager.default.fileExists(atPath: runs))
    }

    @Test("finds this example in the README, word for word")
    func isInReadme() throws {
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        let parts = source.components(separatedBy: "\n// README: the example ")
        let example = try #require(parts.dropFirst().first).dropFirst("begins\n".count)
        let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../README.md").standardized
        #expect(try String(contentsOf: readme, encoding: .utf8).contains(example))
    }

    /// Writes an inventory with a script, and three hosts of `group` where nobody listens.
    private func write(group: String) throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let inventory = folder.appending(path: "fleet.yaml")
        try Data("echo patched\n".utf8).write(to: folder.appending(path: "patch.sh"))
        let text = """
            defaults: { port: 1, known_hosts: known_hosts, ssh_config: false }
            scripts: { patch: { file: patch.sh } }
            groups: { \(group): { hosts: ["web[1:3]"] } }
            hosts: { "web[1:3]": { address: 127.0.0.1 } }

            """
        try Data(text.utf8).write(to: inventory)
        return inventory.path
    }
}

/// What was sent as alerts.
private final class Sayings: Sendable {
    private let kept = Mutex<[String]>([])

    var texts: [String] { kept.withLock { $0 } }
    var alerts: Alerts {
        Alerts { text in self.kept.withLock { $0.append(text) } }
    }
}
