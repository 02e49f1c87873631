import Foundation
import TestSupport
import Testing

@Suite("End to end: results for programs", .endToEnd, .fewAtOnce)
struct ResultFileTests {
    private static let script = "echo hello; test $FLOTILLA_HOST = web1 || exit 3"

    @Test("JUnit XML is in the run's folder, and where --junit wants it")
    func junit() async throws {
        let (someone, _) = try await Operator.withHosts("web1", "web2")
        let came = try await someone.flotilla(
            "exec", "--junit", "junit.xml", "--", ResultFileTests.script)
        #expect(came.status == 1)
        let kept = try bytes(ofFile: "\(someone.run().path)/junit.xml")
        #expect(kept == (try bytes(ofFile: someone.folder.file("junit.xml"))))
        let text = String(decoding: kept, as: UTF8.self)
        #expect(text.contains(#"<failure type="failed" message="exit 3">exit 3"#))
        #expect(text.contains("it printed 1 line (hosts/web2/exec.log):\nhello\n</failure>"))
        #expect(text.contains(#"tests="2" failures="1" errors="0" skipped="0""#))
    }

    @Test("a joblog has a line for each job, as it ends")
    func joblog() async throws {
        let (someone, _) = try await Operator.withHosts("web1", "web2")
        try someone.folder.write("of an earlier run\n", to: "log")
        let came = try await someone.flotilla(
            "exec", "--joblog", "log", "--", ResultFileTests.script)
        #expect(came.status == 1)
        let lines = String(
            decoding: try bytes(ofFile: someone.folder.file("log")), as: UTF8.self
        ).split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        #expect(lines.first?.first == "Seq" && lines.count == 3)
        for (number, host, exit) in [("1", "web1", "0"), ("2", "web2", "3")] {
            let line = try #require(lines.first { $0.first == number })
            #expect(line.count == 9 && line[1] == host && line[5] == "6")
            #expect(Array(line[6...]) == [exit, "0", ResultFileTests.script])
        }
    }

    @Test("a report is made of the run's folder alone, and so is JUnit XML, as often as one likes")
    func report() async throws {
        let (someone, _) = try await Operator.withHosts("web1", "web2")
        _ = try await someone.flotilla("exec", "--", ResultFileTests.script)
        let run = try someone.run()
        let made = try await someone.flotilla("report", "last")
        #expect(made.status == 0 && made.output.text == "\(run.path)/report.html\n")
        let page = try bytes(ofFile: "\(run.path)/report.html")
        let text = String(decoding: page, as: UTF8.self)
        #expect(text.contains("\nhello</pre>"))
        #expect(text.contains(#"href="./hosts/web2/exec.log""#))
        let again = try await someone.flotilla(
            "report", "last", "--html", "here.html", "--junit", "again.xml")
        #expect(again.status == 0 && again.output.text == "again.xml\nhere.html\n")
        let elsewhere = String(
            decoding: try bytes(ofFile: someone.folder.file("here.html")), as: UTF8.self)
        let way = "./state/flotilla/runs/\(run.path.split(separator: "/").last ?? "")/"
        #expect(elsewhere.replacing(way, with: "./") == text)
        let junit = try bytes(ofFile: someone.folder.file("again.xml"))
        #expect(junit == (try bytes(ofFile: "\(run.path)/junit.xml")))
    }

    @Test("what a run prints and keeps as JSON is what the schemas say", .jsonschema)
    func schemas() async throws {
        let (someone, _) = try await Operator.withHosts("web1", "web2")
        let came = try await someone.flotilla(
            "exec", "--output", "json", "--retries", "1", "--split-stderr", "--",
            "echo hi; printf '\\377' >&2; test $FLOTILLA_HOST = web1")
        #expect(came.status == 1)
        let run = try someone.run()
        #expect(came.output.text.contains(#""version":1"#))
        try someone.folder.write(came.output.text, to: "output")
        let program = """
            import json, sys
            from jsonschema import Draft202012Validator as Validator
            folder, run = sys.argv[1:]
            events = Validator(json.load(open(folder + "/events.schema.json")))
            for name in ["output", run + "/events.ndjson"]:
                for line in open(name, encoding="utf-8", newline="\\n"):
                    events.validate(json.loads(line))
            summary = Validator(json.load(open(folder + "/summary.schema.json")))
            summary.validate(json.load(open(run + "/summary.json")))
            """
        let folders = sequence(first: URL(fileURLWithPath: #filePath)) {
            $0.deletingLastPathComponent()
        }
        let docs = try #require(folders.dropFirst(4).first(where: { _ in true }))
            .appendingPathComponent("docs").path
        let check = try Spawned(
            ["/usr/bin/python3", "-c", program, docs, run.path], environment: [:],
            folder: someone.folder.path)
        #expect(await check.status == 0, "\(check.errors.text)")
    }

    @Test("a place that can't be written is a mistake, before any host is contacted")
    func mistakes() async throws {
        let (someone, _) = try await Operator.withHosts("web1")
        for flag in ["--junit", "--joblog"] {
            let came = try await someone.flotilla("exec", flag, "no/such/x", "--", "echo hi")
            #expect(came.status == 2)
            #expect(came.errors.text.contains("\(flag) no/such/x can't be written: no such file"))
        }
        #expect(!someone.hasRun)
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where Python has no jsonschema; in CI the test runs, and fails, all the same.
    fileprivate static var jsonschema: ConditionTrait {
        let place = "/usr/lib/python3/dist-packages/jsonschema/__init__.py"
        let isThere = FileManager.default.fileExists(atPath: place)
        let isCI = ProcessInfo.processInfo.environment["CI"] != nil
        return .enabled(if: isThere || isCI, "Debian's python3-jsonschema is not installed")
    }
}
