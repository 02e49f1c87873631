import Foundation
import TestSupport
import Testing

@Suite("End to end: a playbook that copies files", .endToEnd, .fewAtOnce)
struct PlayCopyTests {
    /// An operator with hosts a and b in the group web, each of which knows its home, and a playbook of these steps.
    ///
    /// All hosts of the farm have one user, whose home is another one to SFTP.
    private func begin(_ steps: String) async throws -> (Operator, [Farm.Host]) {
        let (someone, hosts) = try await Operator.withHosts("a", "b")
        let groups = """
            groups:
              web: { hosts: [a, b], vars: { role: front } }
              one: { hosts: [a], vars: { home: \(hosts[0].home) } }
              two: { hosts: [b], vars: { home: \(hosts[1].home) } }

            """
        let named = Array(zip(["a", "b"], hosts)).map { (name: $0, host: $1) }
        try someone.folder.write(
            try await Farm.shared.inventory(named, more: groups), to: "flotilla.yaml")
        try someone.folder.write("- hosts: web\n  steps:\n\(steps)\n", to: "books/play.yaml")
        return (someone, hosts)
    }

    private func mode(ofFile path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("pushes a file and a folder beside it, with the mode that is said, and equal ones once")
    func pushes() async throws {
        let (someone, hosts) = try await begin(
            """
              - { name: conf, push: { file: '${role}.conf', to: '${home}/${role}.conf', mode: 0640 } }
              - { name: site, push: { file: site, to: '${home}/site' } }
            """)
        try someone.folder.write("listen 80\n", to: "books/front.conf")
        try someone.folder.write("hello", to: "books/site/index", mode: 0o644)
        try someone.folder.write("run", to: "books/site/bin/start", mode: 0o755)
        let first = try await someone.flotilla("play", "books/play.yaml", "--log-dir", "first")
        #expect(first.status == 0, "\(first.output.text)\(first.errors.text)")
        for host in hosts {
            #expect(try bytes(ofFile: "\(host.home)/front.conf") == Array("listen 80\n".utf8))
            #expect(try mode(ofFile: "\(host.home)/front.conf") == 0o640)
            #expect(try bytes(ofFile: "\(host.home)/site/index") == Array("hello".utf8))
            #expect(try mode(ofFile: "\(host.home)/site/bin/start") == 0o755)
        }
        #expect(first.output.text.contains("\n6 files pushed, 36 B copied\n"))
        let second = try await someone.flotilla("play", "books/play.yaml", "--log-dir", "second")
        #expect(second.status == 0)
        #expect(second.output.text.contains("\n6 files equal already, 0 B copied\n"))
        let jobs = try someone.run(in: someone.folder.file("second")).summary.jobs
        #expect(jobs.map(\.status) == ["ok", "ok", "ok", "ok"])
    }

    @Test("fetches into the run's folder, a folder for each host, and show tells where")
    func fetches() async throws {
        let (someone, hosts) = try await begin(
            """
              - { name: make, command: 'mkdir ~/logs && echo $FLOTILLA_HOST >~/logs/app.log' }
              - { name: logs, fetch: '${home}/logs' }
              - { name: again, fetch: { file: '${home}/logs/app.log' } }
            """)
        let came = try await someone.flotilla("play", "books/play.yaml")
        #expect(came.status == 0, "\(came.output.text)\(came.errors.text)")
        let run = try someone.run()
        for (name, host) in zip(["a", "b"], hosts) {
            let fetched = "\(run.path)/files/\(name)\(host.home)/logs/app.log"
            #expect(try bytes(ofFile: fetched) == bytes(ofFile: "\(host.home)/logs/app.log"))
            #expect(try bytes(ofFile: fetched) == Array("\(name)\n".utf8))
        }
        let shown = try await someone.flotilla("show", "last")
        #expect(shown.output.text.contains("2 files fetched, 2 files equal already, 4 B copied"))
        #expect(shown.output.text.contains("/files, a folder for each host\n"))
        #expect(try run.job("a", "logs").log == "files/a")
    }

    @Test("says which file a host doesn't have, and retry does exactly the rest")
    func retries() async throws {
        let (someone, hosts) = try await begin(
            """
              - { name: one, command: 'echo one >>~/did' }
              - { name: report, fetch: '${home}/report', retries: 1 }
              - { name: two, command: 'echo two >>~/did' }
            """)
        try Data("fine".utf8).write(to: URL(fileURLWithPath: "\(hosts[0].home)/report"))
        let came = try await someone.flotilla("play", "books/play.yaml")
        #expect(came.status == 1)
        let run = try someone.run()
        let job = try run.job("b", "report")
        #expect(job.status == "failed")
        let sentence = "there is no '\(hosts[1].home)/report' on the host"
        #expect(job.reason?.contains(sentence) == true, "\(job)")
        let words = try run.table.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains(sentence))
        #expect(came.output.text.contains("started again, as retries says"))
        try Data("late".utf8).write(to: URL(fileURLWithPath: "\(hosts[1].home)/report"))
        let again = try await someone.flotilla("retry", "last")
        #expect(again.status == 0)
        #expect(again.output.text.contains("2 jobs on 1 host"))
        for host in hosts {
            #expect(try bytes(ofFile: "\(host.home)/did") == Array("one\ntwo\n".utf8))
        }
    }

    @Test("goes on where its controller died, and copies nothing twice")
    func resumes() async throws {
        let (someone, hosts) = try await begin(
            """
              - { name: conf, push: { file: app.conf, to: '${home}/app.conf' } }
              - { name: wait, command: 'echo begun; until [ -e ~/go ]; do sleep 0.05; done' }
              - { name: copy, fetch: '${home}/app.conf' }
            """)
        try someone.folder.write("old", to: "books/app.conf")
        let play = try someone.start(["play", "books/play.yaml"])
        for name in ["a", "b"] { #expect(await play.output.waitFor("\(name)/wait | begun\n")) }
        play.signal(SIGKILL)
        #expect(await play.status == -SIGKILL)
        // A push that is done isn't done again.
        try someone.folder.write("new", to: "books/app.conf")
        for host in hosts {
            #expect(FileManager.default.createFile(atPath: "\(host.home)/go", contents: nil))
        }
        let resumed = try await someone.flotilla("resume", "last")
        #expect(resumed.status == 0, "\(resumed.output.text)\(resumed.errors.text)")
        let run = try someone.run()
        for (name, host) in zip(["a", "b"], hosts) {
            let fetched = "\(run.path)/files/\(name)\(host.home)/app.conf"
            #expect(try bytes(ofFile: fetched) == Array("old".utf8))
        }
    }

    @Test("is shown with from, to and mode, and nobody is contacted")
    func checks() async throws {
        let (someone, hosts) = try await begin(
            "  - { name: conf, push: { file: app.conf, to: '${home}/app.conf', mode: 640 } }\n"
                + "  - fetch: /var/log/app.log")
        try someone.folder.write("x", to: "books/app.conf")
        let came = try await someone.flotilla("play", "-C", "books/play.yaml")
        #expect(came.status == 0)
        let path = someone.folder.file("books/app.conf")
        #expect(came.output.text.contains("push \(path) to ${home}/app.conf, mode 0640\n"))
        #expect(came.output.text.contains("fetch-app.log  fetch /var/log/app.log\n"))
        #expect(came.output.text.contains("nothing was contacted"))
        #expect(!FileManager.default.fileExists(atPath: "\(hosts[0].home)/app.conf"))
        #expect(!someone.hasRun)
    }

    @Test(
        "is refused where a file here can't be had, with its place, and nobody is contacted",
        arguments: [
            ("push: { file: none.conf, to: /x }", "3:11: there is no '", "[plan.no-such-file]"),
            ("push: { file: link, to: /x }", "3:11: there is no '", "[plan.no-such-file]"),
            ("push: { file: odd, to: /x }", "is a symbolic link", "[plan.unreadable-file]"),
            (
                "push: { file: '${rle}', to: /x }", "no variable 'rle' on a, b",
                "[plan.unknown-variable]"
            ),
        ])
    func refuses(step: String, expected: String, code: String) async throws {
        let someone = try Operator()
        try someone.folder.write("hosts: { a: , b: }", to: "flotilla.yaml")
        let book = try someone.folder.write(
            "- hosts: all\n  steps:\n  - \(step)\n", to: "play.yaml")
        try someone.folder.write("x", to: "odd/file")
        for path in ["link", "odd/link"] { symlink("nowhere", someone.folder.file(path)) }
        let came = try await someone.flotilla("play", book)
        #expect(came.status == 2)
        #expect(came.errors.text.contains(expected), "\(came.errors.text)")
        #expect(came.errors.text.contains(code), "\(came.errors.text)")
        #expect(!someone.hasRun)
    }

    @Test("is refused where files would have to be copied as another user")
    func refusesOthers() async throws {
        let someone = try Operator()
        try someone.folder.write(
            "defaults: { user: ops, become: true }\nhosts: { a: }", to: "flotilla.yaml")
        try someone.folder.write("- { hosts: a, steps: [{ fetch: /x }] }", to: "play.yaml")
        let came = try await someone.flotilla("play", "-C", "play.yaml")
        #expect(came.status == 2)
        #expect(came.errors.text.contains("not as 'root'; add 'become: false' to 'fetch-x'"))
        try someone.folder.write(
            "- { hosts: a, steps: [{ fetch: /x, become: false }] }", to: "play.yaml")
        #expect(try await someone.flotilla("play", "-C", "play.yaml").status == 0)
    }
}
