import FleetCore
import Flotilla
import Foundation
import TestSupport
import Testing

@Suite("End to end: a fleet in parts", .endToEnd, .fewAtOnce)
struct ShardTests {
    /// Names of which the first two are of shard 0/2 and the others of 1/2.
    private static let names = (["a", "b"], ["c", "d"])

    private func begin() async throws -> Operator {
        let (first, second) = ShardTests.names
        return try await Operator.withHosts(first[0], first[1], second[0], second[1]).0
    }

    /// Runs a command on each of two parts, as two machines would.
    private func runBoth(_ someone: Operator, _ command: String) async throws -> [Int32] {
        var statuses: [Int32] = []
        for index in 0..<2 {
            let came = try await someone.flotilla(
                "exec", "--shard", "\(index)/2", "--log-dir", "machine\(index)", "--output",
                "quiet", "--", command)
            statuses.append(came.status)
        }
        return statuses
    }

    @Test("runs each host once, and merges into one run with all that the parts left")
    func merges() async throws {
        let someone = try await begin()
        let (first, second) = ShardTests.names
        let command = "echo hi from $FLOTILLA_HOST; test $FLOTILLA_HOST != \(second[0])"
        #expect(try await runBoth(someone, command) == [0, 1])
        let parts = try (0..<2).map { try someone.run(in: someone.folder.file("machine\($0)")) }
        #expect(parts[0].path.hasSuffix("-0of2") && parts[1].path.hasSuffix("-1of2"))
        #expect(try parts[0].summary.jobs.map(\.host) == first)

        // The folder that holds the run, and the run's own folder.
        let came = try await someone.flotilla(
            "merge", "machine0", parts[1].path, "--junit", "junit.xml")
        #expect(came.status == 1, "\(came.errors.text)")
        #expect(came.output.text.contains("4 hosts in ") && came.output.text.contains("1 failed"))
        let run = try someone.run()
        #expect(run.path.hasSuffix("-merged"))
        #expect(try run.summary.jobs.map(\.host) == (first + second).sorted())
        for host in first + second { #expect(try run.text(host) == "hi from \(host)\n") }
        let junit = String(
            decoding: try bytes(ofFile: someone.folder.file("junit.xml")), as: UTF8.self)
        #expect(junit.contains("tests=\"4\"") && junit.contains("failures=\"1\""))
        // It can be looked at like any run, and not gone on with.
        #expect(try await someone.flotilla("show", "last").status == 0)
        #expect(try await someone.flotilla("report", "last").status == 0)
        let retry = try await someone.flotilla("retry", "last")
        #expect(retry.status == 2 && retry.errors.text.contains("[plan.merged]"))
        let part = try await someone.flotilla("retry", "last", "--log-dir", "machine1")
        #expect(part.status == 1, "\(part.errors.text)")
    }

    @Test("isn't merged where a part is missing, is named twice, or ran something else")
    func refusesToMerge() async throws {
        let someone = try await begin()
        #expect(try await runBoth(someone, "true") == [0, 0])
        let missing = try await someone.flotilla("merge", "machine0")
        #expect(missing.status == 2)
        #expect(missing.errors.text.contains("shard 1/2 is missing"))
        #expect(try await someone.flotilla("merge", "--partial", "machine0").status == 0)
        let twice = try await someone.flotilla("merge", "machine0", "machine1", "machine0")
        #expect(twice.status == 2 && twice.errors.text.contains("is named twice"))
        let other = try await someone.flotilla(
            "exec", "--shard", "1/2", "--log-dir", "other", "--", "echo else")
        #expect(other.status == 0)
        let changed = try await someone.flotilla("merge", "machine0", "other")
        #expect(changed.status == 2 && changed.errors.text.contains("'exec' ran something else"))
        let again = try await someone.flotilla("merge", "machine0", "machine1", "other")
        let host = ShardTests.names.1[0]
        #expect(again.errors.text.contains("host '\(host)' and 1 more is in "))
    }

    @Test("has parts without hosts, which end well and say so")
    func empty() async throws {
        let someone = try await begin()
        let (first, _) = ShardTests.names
        let came = try await someone.flotilla(
            "exec", "-l", first[0], "--shard", "1/2", "--", "true")
        #expect(came.status == 0)
        #expect(came.errors.text.contains("no host is of shard 1/2"))
        #expect(try someone.run().summary.jobs.isEmpty)
    }

    @Test("is refused where it isn't one of so many, or one host is to act for all")
    func refuses() async throws {
        let someone = try await begin()
        let wrong = try await someone.flotilla("exec", "--shard", "2/2", "--", "true")
        #expect(wrong.status == 2 && wrong.errors.text.contains("counted from 0"))
        try someone.folder.write(
            "- hosts: all\n  steps: [{ name: once, command: echo once, run_once: true }]\n",
            to: "play.yaml")
        let once = try await someone.flotilla("play", "play.yaml", "--shard", "0/2")
        #expect(once.status == 2)
        #expect(once.errors.text.contains("play.yaml:2:19: 'once' is to run once for all hosts"))
        #expect(!someone.hasRun)
        #expect(try await someone.flotilla("play", "play.yaml", "--shard", "0/1").status == 0)
    }

    @Test("plays what a playbook says of its hosts, whose conditions are about hosts of their own")
    func plays() async throws {
        let someone = try await begin()
        let (first, second) = ShardTests.names
        try someone.folder.write(
            """
            - hosts: \(first[0])
              steps: [{ name: one, command: echo one }]
            - hosts: all
              steps: [{ name: two, command: echo two, when: { step: one, is: ok } }]
            """, to: "play.yaml")
        for index in 0..<2 {
            let came = try await someone.flotilla(
                "play", "play.yaml", "--shard", "\(index)/2", "--log-dir", "parts")
            #expect(came.status == 0, "\(came.errors.text)")
        }
        #expect(try await someone.flotilla("merge", "parts").status == 0)
        let jobs = try someone.run().summary.jobs
        #expect(
            jobs.filter { $0.status == "ok" }.map { "\($0.host)/\($0.step)" }
                == ["\(first[0])/one", "\(first[0])/two"])
        #expect(jobs.count == 5 && Set(jobs.map(\.host)) == Set(first + second))
    }
}
