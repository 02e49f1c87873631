import Foundation
import TestSupport
import Testing

@Suite(
    "End to end: the playbooks of this repository", .endToEnd, .fewAtOnce)
struct PlaybookExampleTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The words that play one of them on hosts of the farm, under the names of the example's inventory.
    private func begin(_ name: String) async throws -> (Operator, [Farm.Host], [String]) {
        let farm = try await Farm.shared
        let names = ["web1", "web2", "web3", "web4", "db1", "db2", "backup1"]
        let hosts = try farm.hosts(names.count)
        let someone = try Operator()
        try someone.folder.write(
            farm.inventory(zip(names, hosts).map { (name: $0, host: $1) }), to: "farm.yaml")
        let words = [
            "play", "\(Self.root)/playbooks/\(name)", "-i", "\(Self.root)/inventories/example.yaml",
            "-i", "farm.yaml", "-u", "root", "--private-key", farm.key,
        ]
        return (someone, hosts, words)
    }

    @Test("inspect asks every host everything at once")
    func inspect() async throws {
        let (someone, _, words) = try await begin("inspect.yaml")
        #expect(try await someone.flotilla(words + ["--output", "grouped"]).status == 0)
        let run = try someone.run()
        let jobs = try run.summary.jobs
        #expect(jobs.count == 35)
        #expect(try bytes(ofFile: "\(run.path)/files/db1/etc/hosts") == bytes(ofFile: "/etc/hosts"))
        #expect(jobs.allSatisfy { $0.status == "ok" })
    }

    @Test("canary releases in batches, and goes back where a host isn't well")
    func canary() async throws {
        let (someone, hosts, words) = try await begin("canary.yaml")
        #expect(
            try await someone.flotilla(words + ["-e", "version=1", "--log-dir", "first"]).status
                == 0)
        for host in hosts.prefix(4) {
            let version = try bytes(ofFile: "\(host.home)/releases/current/version")
            #expect(String(decoding: version, as: UTF8.self) == "1 for front\n")
        }
        // What the next version would be written to is something else on the first host.
        try FileManager.default.createDirectory(
            atPath: "\(hosts[0].home)/releases/2", withIntermediateDirectories: true)
        let broken = ["-e", "version=2", "--start-at", "healthy", "--log-dir", "second"]
        try FileManager.default.removeItem(atPath: "\(hosts[0].home)/releases/current")
        for (link, version) in [("previous", "1"), ("current", "2")] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(hosts[0].home)/releases/\(link)", withDestinationPath: version)
        }
        #expect(try await someone.flotilla(words + broken).status == 1)
        let run = try someone.run(in: someone.folder.file("second"))
        #expect(try run.text("web1", "back") == "back to 1\n")
        let others = try run.summary.jobs.filter { $0.host != "web1" }
        #expect(others.allSatisfy { $0.status == "skipped" } && !others.isEmpty)
    }

    @Test("rolling-patch is shown with its batches, its reboot and its conditions")
    func rollingPatch() async throws {
        // Nobody is asked to do it: it would upgrade this very machine.
        let someone = try Operator()
        let key = (try await Farm.shared).key
        let came = try await someone.flotilla(
            "play", "\(Self.root)/playbooks/rolling-patch.yaml", "-C", "-i",
            "\(Self.root)/inventories/example.yaml", "--private-key", key)
        #expect(came.status == 0)
        for text in ["batch 6 of 6", "on_reboot: { expected: 900s }", "retries: 2, delay: 60s"] {
            #expect(came.output.text.contains(text), "\(came.output.text)")
        }
        #expect(!someone.hasRun)
    }
}
