import Foundation
import TestSupport
import Testing

@Suite("End to end: a playbook before it is run", .endToEnd, .fewAtOnce)
struct PlayCheckTests {
    private static let book = """
        - name: patch
          hosts: web
          serial: [1, 100%]
          max_fail: 50%
          steps:
            - { name: check, command: 'touch ~/was-here', on_failure: continue }
            - parallel:
                - { name: one, script: s.sh, args: ['${role}'], timeout: 90s, become: true }
                - { name: two, command: uptime }
            - { name: last, command: 'true', when: { step: check, is: ok }, run_once: true }
        """

    private func begin(_ book: String = PlayCheckTests.book) async throws -> (
        Operator, [Farm.Host]
    ) {
        let more = "groups: { web: { hosts: [a, b], vars: { role: front } } }\n"
        let (someone, hosts) = try await Operator.withHosts("a", "b", more: more)
        try someone.folder.write(book, to: "play.yaml")
        try someone.folder.write("true", to: "s.sh")
        return (someone, hosts)
    }

    /// An operator whose hosts are names only, for what is refused before anybody looks for them.
    private func nobody(_ book: String) throws -> Operator {
        let someone = try Operator()
        let inventory = """
            groups: { web: { hosts: [a, b], vars: { role: front } } }
            scripts: { patch: { file: s.sh } }
            """
        for (name, text) in [("flotilla.yaml", inventory), ("play.yaml", book), ("s.sh", "true")] {
            try someone.folder.write(text, to: name)
        }
        return someone
    }

    @Test("is shown whole, and nobody is contacted")
    func shows() async throws {
        let (someone, hosts) = try await begin()
        let came = try await someone.flotilla("play", "-C", "play.yaml")
        #expect(came.status == 0)
        let place = { (host: Farm.Host) in "root@\(host.address):\(host.port)" }
        #expect(
            came.output.text == """
                play 1/1 patch: 2 hosts
                  50 hosts at once, as many jobs as each host allows at once on a machine, serial 1, 100%, max_fail 50%
                  batch 1 of 2
                    a      \(place(hosts[0]))
                  batch 2 of 2
                    b      \(place(hosts[1]))
                  steps
                    check  touch ~/was-here
                           on_failure: continue
                    at once:
                      one    s.sh ${role}
                             become: root
                             timeout: 90s
                      two    uptime
                    last   true
                           only when 'check' is ok
                           once for all hosts

                8 jobs on 2 hosts
                nothing was contacted

                """)
        #expect(!someone.hasRun)
        #expect(!FileManager.default.fileExists(atPath: "\(hosts[0].home)/was-here"))
    }

    @Test("asks with --ping whether each host is there, and runs nothing")
    func pings() async throws {
        let (someone, hosts) = try await begin()
        let came = try await someone.flotilla("play", "-C", "--ping", "play.yaml")
        #expect(came.status == 0)
        #expect(came.output.text.contains("2 hosts: 2 alive, 0 not"))
        #expect(!FileManager.default.fileExists(atPath: "\(hosts[0].home)/was-here"))
        let farm = try await Farm.shared
        let lonely = farm.inventory([(name: "a", host: farm.refusing), (name: "b", host: hosts[1])])
        try someone.folder.write(
            lonely + "groups: { web: { hosts: [a, b], vars: { role: x } } }\n", to: "flotilla.yaml")
        #expect(try await someone.flotilla("play", "-C", "--ping", "play.yaml").status == 3)
    }

    @Test("starts at a step, without those before it")
    func startsAt() async throws {
        let (someone, hosts) = try await begin(
            """
            - hosts: web
              steps:
                - { name: one, command: 'touch ~/was-here' }
                - { name: two, command: 'true' }
            """)
        #expect(try await someone.flotilla("play", "play.yaml", "--start-at", "two").status == 0)
        #expect(try someone.run().summary.jobs.map(\.step) == ["two", "two"])
        #expect(!FileManager.default.fileExists(atPath: "\(hosts[0].home)/was-here"))
    }

    @Test(
        "is refused for what its inventory doesn't have, with the place, and nobody is contacted",
        arguments: [
            ("{ script: patc }", "play.yaml:3:15: no script 'patc'", "did you mean 'patch'?"),
            (
                "{ script: patch, args: ['${rle}'] }", "play.yaml:3:29: no variable 'rle' on a, b",
                "with -e"
            ),
            (
                "{ command: 'echo ${role}' }", "play.yaml:3:", "write $FLOTILLA_VAR_role"
            ),
            ("{ script: patch, tme: 3 }", "play.yaml:3:22: a step has no key 'tme'", "^"),
        ])
    func refuses(step: String, expected: String, more: String) async throws {
        let someone = try nobody("- hosts: web\n  steps:\n  - \(step)\n")
        let came = try await someone.flotilla("play", "play.yaml")
        #expect(came.status == 2)
        #expect(came.errors.text.contains(expected), "\(came.errors.text)")
        #expect(came.errors.text.contains(more), "\(came.errors.text)")
        #expect(!someone.hasRun)
    }

    @Test("asks before each step with --step, until it is told that all may run")
    func asks() async throws {
        let (someone, _) = try await begin(
            """
            - hosts: web
              steps:
                - { name: one, command: 'true' }
                - { name: two, command: 'true' }
                - { name: three, command: 'true' }
                - { name: four, command: 'true' }
            """)
        let play = try someone.start(
            ["play", "play.yaml", "--step"], typing: ["y", "n", "what", "a"], behind: "as well): ")
        #expect(await play.status == 0)
        #expect(play.output.text.contains("run step 'three'?"))
        #expect(!play.output.text.contains("run step 'four'?"))
        let jobs = try someone.run().summary.jobs
        #expect(
            jobs.map { "\($0.host)/\($0.step) \($0.status)" } == [
                "a/one ok", "a/two skipped", "a/three ok", "a/four ok", "b/one ok",
                "b/two skipped", "b/three ok", "b/four ok",
            ])
        #expect(jobs[1].reason == "the operator said no")
    }

    @Test("asks nothing with --step where there is no terminal")
    func needsTerminal() async throws {
        let someone = try nobody(PlayCheckTests.book)
        let came = try await someone.flotilla("play", "play.yaml", "--step")
        #expect(came.status == 2)
        #expect(came.errors.text.contains("there is none"))
        #expect(!someone.hasRun)
    }
}
