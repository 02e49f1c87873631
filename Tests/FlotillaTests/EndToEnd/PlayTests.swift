import Foundation
import TestSupport
import Testing

@Suite("End to end: a playbook", .endToEnd, .fewAtOnce)
struct PlayTests {
    /// An operator with hosts a, b and c, the group web of all of them, and a playbook.
    private func begin(_ book: String) async throws -> (Operator, [Farm.Host]) {
        let more = "groups: { web: { hosts: [a, b, c], vars: { role: front } } }\n"
        let (someone, hosts) = try await Operator.withHosts("a", "b", "c", more: more)
        try someone.folder.write(book, to: "play.yaml")
        return (someone, hosts)
    }

    /// `host/step` of all jobs of a status.
    private func jobs(_ status: String, in run: RunOnDisk) throws -> Set<String> {
        Set(try run.summary.jobs.filter { $0.status == status }.map { "\($0.host)/\($0.step)" })
    }

    @Test("runs steps in order, in batches, with conditions, once for all, and several at once")
    func everything() async throws {
        let (someone, hosts) = try await begin(
            """
            - name: patch
              hosts: web
              serial: [1, 100%]
              steps:
                - { name: check, command: 'test $FLOTILLA_HOST != b', on_failure: continue }
                - { name: mend, command: echo mended, when: { step: check, is: failed } }
                - { name: migrate, command: 'echo $FLOTILLA_HOST >>~/migrated', run_once: true }
                - parallel:
                    - { name: one, command: echo one }
                    - { name: two, script: two.sh, args: ['${role}', '$${role}'], env: { R: 'x${role}' } }
            - name: after
              hosts: web:!a
              steps: [{ name: last, command: echo last }]
            """)
        try someone.folder.write("echo \"$1 $2 $R $FLOTILLA_VAR_role\"", to: "two.sh")
        let came = try await someone.flotilla("play", "play.yaml")
        #expect(came.status == 1)
        let run = try someone.run()
        #expect(try jobs("failed", in: run) == ["b/check"])
        #expect(try jobs("skipped", in: run) == ["a/mend", "c/mend", "b/migrate", "c/migrate"])
        #expect(try run.text("b", "mend") == "mended\n")
        #expect(try run.text("c", "two") == "front ${role} xfront front\n")
        #expect(try run.text("b", "last") == "last\n")
        #expect(try bytes(ofFile: "\(hosts[0].home)/migrated") == Array("a\n".utf8))
        let parts = came.output.lines.filter { $0.hasPrefix("play ") }
        #expect(
            parts == [
                "play 1/2 patch: batch 1 of 2, 1 host", "play 1/2 patch: batch 2 of 2, 2 hosts",
                "play 2/2 after: 2 hosts",
            ])
        let second = try #require(came.output.lines.firstIndex(of: parts[1]))
        let early = came.output.lines[..<second].filter { $0.contains(" | ") }
        #expect(early.allSatisfy { $0.hasPrefix("a/") })
        #expect(try run.job("c", "mend").reason == "only when 'check' is failed: it was ok")
    }

    @Test("runs the steps of a group at once, as far as per_host lets, over one connection")
    func parallel() async throws {
        let wait = "until [ -e ~/here-1 ] && [ -e ~/here-2 ]; do sleep 0.05; done"
        let (someone, _) = try await begin(
            """
            - hosts: a
              per_host: 2
              timeout: 30s
              steps:
                - { name: zero, command: 'echo "$SSH_CONNECTION"' }
                - parallel:
                    - { name: one, command: 'touch ~/here-1; \(wait); echo "$SSH_CONNECTION"' }
                    - { name: two, command: 'touch ~/here-2; \(wait); echo "$SSH_CONNECTION"' }
            """)
        #expect(try await someone.flotilla("play", "play.yaml").status == 0)
        let run = try someone.run()
        let ways = try ["zero", "one", "two"].map { try run.text("a", $0) }
        #expect(Set(ways).count == 1 && ways.first?.isEmpty == false)
    }

    @Test("whose steps go well or aren't wanted is a success")
    func success() async throws {
        let (someone, _) = try await begin(
            """
            - hosts: a
              steps:
                - { name: check, command: 'exit 3', on_failure: ignore }
                - { name: mend, command: echo mended, when: { step: check, exit: 3 } }
                - { name: ruin, command: 'false', when: { step: check, is: ok } }
            """)
        let came = try await someone.flotilla("play", "play.yaml")
        #expect(came.status == 0)
        let run = try someone.run()
        #expect(try run.summary.jobs.map(\.status) == ["failed", "ok", "skipped"])
        #expect(!came.output.text.contains("retry"))
        let again = try await someone.flotilla("retry", "last")
        #expect(again.errors.text.contains("nothing to retry"))
    }

    @Test("that fails on a host skips its later steps there, and retry does exactly the rest")
    func retry() async throws {
        let (someone, hosts) = try await begin(
            """
            - hosts: web
              steps:
                - { name: one, command: 'echo one >>~/did' }
                - { name: two, command: 'test $FLOTILLA_HOST != b -o -e ~/mended' }
                - { name: three, command: 'echo three >>~/did' }
            """)
        #expect(try await someone.flotilla("play", "play.yaml").status == 1)
        let first = try someone.run()
        #expect(try jobs("failed", in: first) == ["b/two"])
        #expect(try first.job("b", "three").reason == "'two' before it was failed")
        #expect(FileManager.default.createFile(atPath: "\(hosts[1].home)/mended", contents: nil))
        let again = try await someone.flotilla("retry", "last")
        #expect(again.status == 0)
        for host in hosts {
            #expect(try bytes(ofFile: "\(host.home)/did") == Array("one\nthree\n".utf8))
        }
        #expect(again.output.text.contains("2 jobs on 1 host"))
    }

    @Test(
        "whose controller is killed in the middle is gone on with, in order, and nothing runs twice"
    )
    func resume() async throws {
        let (someone, hosts) = try await begin(
            """
            - hosts: web
              serial: 2
              max_fail: 0
              steps:
                - { name: one, command: 'echo one >>~/did' }
                - name: two
                  command: 'echo two >>~/did; echo begun; until [ -e ~/go ]; do sleep 0.05; done; test $FLOTILLA_HOST != b'
                - { name: three, command: 'echo three >>~/did' }
            """)
        let play = try someone.start(["play", "play.yaml"])
        for name in ["a", "b"] { #expect(await play.output.waitFor("\(name)/two   | begun\n")) }
        play.signal(SIGKILL)
        #expect(await play.status == -SIGKILL)
        for host in hosts {
            #expect(FileManager.default.createFile(atPath: "\(host.home)/go", contents: nil))
        }
        let resumed = try await someone.flotilla("resume", "last")
        #expect(resumed.status == 1)
        let run = try someone.run()
        // Whether a has its last step depends on which of the two ended first.
        #expect(try jobs("ok", in: run).subtracting(["a/three"]) == ["a/one", "a/two", "b/one"])
        #expect(try jobs("failed", in: run) == ["b/two"])
        #expect(
            try run.job("c", "one").reason == "more hosts failed than max_fail allows")
        #expect(try bytes(ofFile: "\(hosts[0].home)/did").starts(with: "one\ntwo\n".utf8))
        #expect(try bytes(ofFile: "\(hosts[1].home)/did") == Array("one\ntwo\n".utf8))
        #expect(!FileManager.default.fileExists(atPath: "\(hosts[2].home)/did"))
        // All is over: doing it again shows it, and does nothing.
        #expect(try await someone.flotilla("resume", "last").errors.text.contains("has ended"))
    }

    @Test("goes through the batches that were left, once its controller is back")
    func resumeBatches() async throws {
        let (someone, hosts) = try await begin(
            """
            - hosts: web
              serial: 1
              steps:
                - { name: one, command: 'echo begun; until [ -e ~/go ]; do sleep 0.05; done' }
                - { name: two, command: 'date +%s%N >~/at' }
            """)
        let play = try someone.start(["play", "play.yaml"])
        #expect(await play.output.waitFor("a/one | begun\n"))
        play.signal(SIGKILL)
        _ = await play.status
        for host in hosts {
            #expect(FileManager.default.createFile(atPath: "\(host.home)/go", contents: nil))
        }
        #expect(try await someone.flotilla("resume", "last").status == 0)
        let times = try hosts.map {
            Int(
                String(decoding: try bytes(ofFile: "\($0.home)/at"), as: UTF8.self)
                    .trimmingCharacters(in: .newlines))
        }
        #expect(times.compactMap { $0 }.count == 3)
        #expect(times.compactMap { $0 } == times.compactMap { $0 }.sorted())
    }

    @Test("is cancelled as a whole: what runs is ended, what was never started is struck off")
    func cancel() async throws {
        let (someone, hosts) = try await begin(
            """
            - hosts: web
              steps:
                - { name: one, command: 'echo begun; sleep 600' }
                - { name: two, command: 'touch ~/never' }
            """)
        let play = try someone.start(["play", "play.yaml"])
        for name in ["a", "b", "c"] { #expect(await play.output.waitFor("\(name)/one | begun\n")) }
        play.signal(SIGKILL)
        _ = await play.status
        #expect(try await someone.flotilla("cancel", "last").status == 0)
        #expect(try jobs("cancelled", in: someone.run()).count == 6)
        for host in hosts {
            #expect(try await host.leftovers() == [])
            #expect(!FileManager.default.fileExists(atPath: "\(host.home)/never"))
        }
    }

    @Test("that is interrupted starts no further step, and sees the running ones through")
    func interrupt() async throws {
        let (someone, hosts) = try await begin(
            """
            - hosts: a
              steps:
                - { name: one, command: 'echo begun; until [ -e ~/go ]; do sleep 0.05; done' }
                - { name: two, command: echo two }
            """)
        let play = try someone.start(["play", "play.yaml"])
        #expect(await play.output.waitFor("a/one | begun\n"))
        play.signal(SIGINT)
        #expect(await play.output.waitFor("nothing new is started"))
        #expect(FileManager.default.createFile(atPath: "\(hosts[0].home)/go", contents: nil))
        #expect(await play.status == 130)
        #expect(try someone.run().summary.jobs.map(\.status) == ["ok", "skipped"])
    }
}
