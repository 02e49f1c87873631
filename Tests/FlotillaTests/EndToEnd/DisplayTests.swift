import Foundation
import TestSupport
import Testing

@Suite("End to end: what the operator sees", .endToEnd, .fewAtOnce)
struct DisplayTests {
    @Test("json is one object a line, events and output, and nothing else")
    func json() async throws {
        let (someone, _) = try await Operator.withHosts("web1", "web2")
        let came = try await someone.flotilla(
            "exec", "--output", "json", "--", "echo hi; printf '\\377\\000 bad'; exit 3")
        #expect(came.status == 1)
        var events: [String: [String]] = [:]
        for line in came.output.lines.dropLast() {
            let object = try JSONDecoder().decode(Event.self, from: Data(line.utf8))
            events[object.host ?? "", default: []].append(object.event)
        }
        #expect(events[""] == ["run-started", "run-ended"])
        let expected = ["connecting", "connected", "started", "output", "output", "ended"]
        #expect(events["web1"] == expected)
        #expect(events["web2"] == expected)
    }

    private struct Event: Decodable {
        let event: String
        let host: String?
    }

    @Test("grouped folds hosts with identical output into one block")
    func grouped() async throws {
        let (someone, _) = try await Operator.withHosts("web1", "web2", "db1")
        let script = "case $FLOTILLA_HOST in web*) echo same;; *) echo other;; esac"
        let came = try await someone.flotilla("exec", "--output", "grouped", "--", script)
        #expect(came.status == 0)
        #expect(came.output.text.contains("web[1-2]"))
        #expect(came.output.lines.count { $0 == "same" } == 1)
        #expect(came.output.lines.count { $0 == "other" } == 1)
    }

    @Test("quiet is the summary only; show prints it again, as text and as JSON")
    func quietAndShow() async throws {
        let (someone, _) = try await Operator.withHosts("web1", "web2")
        let came = try await someone.flotilla("exec", "--output", "quiet", "--", "echo hi; exit 2")
        #expect(!came.output.lines.contains("web1 | hi"))
        #expect(came.output.lines.contains("web[1-2] | hi"), "the last lines of those that failed")
        #expect(came.output.text.contains("2 hosts"))
        let shown = try await someone.flotilla("show", "last")
        #expect("\n" + shown.output.text == came.output.text)
        let json = try await someone.flotilla("show", "last", "--output", "json")
        #expect(json.output.bytes == (try bytes(ofFile: "\(someone.run().path)/summary.json")))
    }

    @Test("colours come on a terminal and on demand, and NO_COLOR and never win")
    func colours() async throws {
        let (someone, _) = try await Operator.withHosts("web1", "web2")
        let words = ["exec", "-v", "--", "echo hi; exit 1"]
        func hasColours(
            _ more: String..., on output: Spawned.Output = .pipes, by who: Operator
        ) async throws -> Bool {
            let came = try await who.flotilla(
                ["exec", "-i", someone.folder.file("flotilla.yaml"), "-v"] + more + [
                    "--", "echo hi",
                ],
                output: output)
            #expect(came.status == 0)
            return came.output.text.contains("\u{1b}[38;5;")
        }
        #expect(try await !someone.flotilla(words).output.text.contains("\u{1b}"))
        #expect(try await hasColours(on: .terminal, by: someone))
        #expect(try await hasColours("--color", "always", by: someone))
        #expect(try await !hasColours("--color", "never", on: .terminal, by: someone))
        let plain = try Operator(environment: ["NO_COLOR": "1"])
        #expect(try await !hasColours(on: .terminal, by: plain))
    }

    @Test(
        "GitHub Actions folds all but the summary, and obeys no host",
        arguments: ["lines", "grouped"])
    func gitHub(mode: String) async throws {
        let (someone, _) = try await Operator.withHosts(
            "web1", "web2", environment: ["GITHUB_ACTIONS": "true"])
        let came = try await someone.flotilla(
            "exec", "--output", mode, "--", "echo '::set-output name=a::b'; echo '##[error]x'")
        #expect(came.status == 0)
        let lines = came.output.lines
        let stop = try #require(lines.first?.split(separator: "::").last.map(String.init))
        #expect(stop.count > 16)
        // Between a stop and the token that ends it nothing is obeyed.
        let obeyed = lines.split { $0 == "::stop-commands::\(stop)" }.flatMap { part in
            part.firstIndex(of: "::\(stop)::").map { Array(part[($0 + 1)...]) } ?? []
        }
        let folded = ["::group::flotilla: 2 hosts", "::endgroup::"]
        let blocks = mode == "grouped" ? ["::group::web[1-2] (2): ok", "::endgroup::"] : []
        #expect(obeyed == folded + blocks + [""])
    }

    @Test("-v shows every event")
    func verbose() async throws {
        let (someone, _) = try await Operator.withHosts("web1")
        let came = try await someone.flotilla("exec", "-v", "--", "echo hi")
        let shown = ["connecting", "connected", "started"].map { "web1 * \($0)" } + ["web1 | hi"]
        #expect(Array(came.output.lines.prefix(4)) == shown)
        let plain = try await someone.flotilla("exec", "--", "echo hi")
        #expect(plain.output.lines.first == "web1 | hi")
    }

    @Test("logs prints one host as it is, several with tags, and follows a run to its end")
    func logs() async throws {
        let (someone, hosts) = try await Operator.withHosts("web1", "web2")
        let script = "echo first; until [ -e ~/go ]; do sleep 0.05; done; echo last"
        let run = try someone.start(["exec", "--", script])
        #expect(await run.output.waitFor("web1 | first\n"))
        #expect(await run.output.waitFor("web2 | first\n"))
        let follower = try someone.start(["logs", "-f", "last", "web1"])
        #expect(await follower.output.waitFor("first\n"))
        for host in hosts {
            #expect(FileManager.default.createFile(atPath: "\(host.home)/go", contents: nil))
        }
        #expect(await run.status == 0)
        #expect(await follower.status == 0)
        #expect(follower.output.text == "first\nlast\n")
        let one = try await someone.flotilla("logs", "last", "web2")
        #expect(one.output.text == "first\nlast\n")
        let all = try await someone.flotilla("logs", "last")
        #expect(all.output.text == "web1 | first\nweb1 | last\nweb2 | first\nweb2 | last\n")
    }

    @Test("hosts and -C show what is meant, and contact nobody")
    func hostsAndCheck() async throws {
        let listener = try SilentListener()
        let someone = try Operator()
        try someone.folder.write(
            """
            groups: { web: { hosts: ["web[1:2]"] } }
            hosts: { "web[1:2]": { address: 127.0.0.1, port: \(listener.port) } }
            """, to: "flotilla.yaml")
        try someone.folder.write("echo hi\n", to: "a.sh")
        let said: [([String], String)] = [
            (["hosts"], "web1"), (["hosts", "--graph"], "@web:"), (["hosts", "--json"], "_meta"),
            (["hosts", "--check"], "2 hosts"), (["hosts", "-l", "web2"], "web2"),
            (["run", "-C", "a.sh"], "nothing was contacted"),
            (["exec", "--check", "--", "id"], "nothing was contacted"),
        ]
        for (words, part) in said {
            let came = try await someone.flotilla(words)
            #expect(came.status == 0)
            #expect(came.errors.text == "")
            #expect(came.output.text.contains(part), "\(words)")
        }
        #expect(listener.isUntouched)
        #expect(!someone.hasRun)
    }

    @Test("each help names its command, fits 80 columns, and has an example")
    func help() async throws {
        let someone = try Operator()
        for command in ["run", "exec", "hosts", "show", "logs"] {
            let came = try await someone.flotilla(command, "--help")
            #expect(came.status == 0)
            #expect(came.output.text.contains("flotilla \(command)"))
            #expect(came.output.lines.allSatisfy { $0.count <= 80 }, "\(command)")
        }
    }
}
