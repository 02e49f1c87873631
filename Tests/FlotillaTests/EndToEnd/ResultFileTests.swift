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
