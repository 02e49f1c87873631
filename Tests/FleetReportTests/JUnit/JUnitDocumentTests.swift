import FleetCore
import FleetReport
import Foundation
import Testing

@Suite("A run as JUnit XML")
struct JUnitDocumentTests {
    /// A host with each end that there is, and one without.
    private static let ends: [(host: String, outcome: Outcome?, element: String?)] = [
        ("ok", .ok, nil), ("exit", Sample.exit(3), "failure"),
        ("signal", Sample.signal("KILL"), "failure"),
        ("crlf", .failed(.noInterpreter("/bin/sh\r")), "failure"),
        ("sudo", .failed(.refused("no <tty> & \"no\" 'way'")), "failure"),
        ("copy", .failed(.notCopied("disk full")), "failure"), ("rebooted", .rebooted, "failure"),
        ("idle", .idleTimeout, "failure"), ("late", .timeout, "failure"),
        ("gone", .unreachable(Unreachable(.tcp, "refuses connections")), "error"),
        ("lost", .lost("no route"), "error"), ("ended", .cancelled, "error"),
        ("never", .skipped("'one' before it was failed"), "skipped"),
        ("unwanted", .unneeded("when: not met"), "skipped"), ("open", nil, "error"),
    ]

    private static let summary = RunSummary(
        [Sample.started(ends.map { Sample.job($0.host) })]
            + ends.compactMap { host, outcome, _ in
                outcome.map { Sample.event(Sample.job(host), Sample.end($0, seconds: 61.5)) }
            })

    private func tail(_ text: String) -> LogTail {
        LogTail(of: Array(text.utf8), isWhole: true, limits: JUnitDocument.tailLimits)
    }

    @Test("tells of each end what a CI system can know of it", arguments: ends.indices)
    func verdicts(index: Int) throws {
        let (host, _, element) = JUnitDocumentTests.ends[index]
        let text = JUnitDocument(JUnitDocumentTests.summary).text
        let head = try #require(text.range(of: #"name="\#(host)""#))
        let rest = text[head.upperBound...].prefix(120)
        guard let element else {
            #expect(rest.hasPrefix(#" time="61.500"/>"#))
            return
        }
        let words = rest.split(separator: "<")
        #expect(words.dropFirst().first?.hasPrefix(element + " ") == true, "\(rest)")
    }

    @Test("counts what it holds, one suite for each step, in their order")
    func counts() throws {
        let text = JUnitDocument(JUnitDocumentTests.summary).text
        let said = #"tests="15" failures="8" errors="4" skipped="2" time="861.000""#
        #expect(text.contains(said))
        let jobs = ["one", "two.sh"].flatMap { step in
            ["web1", "web2"].map { Sample.job($0, step) }
        }
        let several = JUnitDocument(RunSummary([Sample.started(jobs)])).text
        #expect(
            several.contains(
                #"<testsuite id="0" name="one" package="flotilla" timestamp="2026-11-25T09:11:16""#)
        )
        #expect(several.contains(#"<testsuite id="1" name="two.sh""#))
        #expect(several.contains(#"classname="flotilla.two_sh" name="web2""#))
    }

    @Test("shows the end of the log beside a failure, and where the rest is")
    func tails() {
        let job = Sample.job("exit")
        let whole = JUnitDocument(JUnitDocumentTests.summary, tails: [job: tail("a\nb\n")])
        #expect(whole.text.contains("exit 3\nit printed 2 lines:\na\nb\n</failure>"))
        let many = (1...50).map { "line \($0)\n" }.joined()
        let cut = JUnitDocument(
            JUnitDocumentTests.summary, tails: [job: tail(many)], log: { "hosts/\($0.host)" })
        let text = "the last 40 lines of its log (hosts/exit):\nline 11\n"
        #expect(cut.text.contains(text))
    }

    @Test("lets nothing that a host says be markup, or be what XML forbids")
    func escapes() {
        let attack =
            "]]></failure><evil a='\"&amp;\u{0}\u{1}\u{8}\u{1b}[31m\u{7f}\u{85}\u{fffe}\u{ffff}\u{2028}"
        let job = Sample.job("exit")
        var summary = JUnitDocumentTests.summary
        summary.record(Sample.event(job, .notice(attack)))
        let text = JUnitDocument(summary, tails: [job: tail(attack)]).text
        #expect(!text.contains("<evil"))
        #expect(text.contains("]]&gt;&lt;/failure&gt;&lt;evil a=&#39;&quot;&amp;amp;"))
        let forbidden = text.unicodeScalars.filter { scalar in
            scalar.value < 0x20 && scalar != "\n" || 0x7f...0x9f ~= scalar.value
                || [0xfffe, 0xffff].contains(scalar.value)
        }
        #expect(forbidden.isEmpty)
    }

    @Test(
        "is valid by the schema, whatever hosts say", .needs("xmllint", of: "libxml2-utils"),
        arguments: [0, 1, 2])
    func isValid(round: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(round))
        let noise = (0..<4_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let said = String(decoding: noise, as: UTF8.self)
        var summary = JUnitDocumentTests.summary
        var tails: [JobID: LogTail] = [:]
        for job in summary.jobs where JUnitDocument.wantsTail(of: job) {
            tails[job.job] = LogTail(of: noise, isWhole: false, limits: JUnitDocument.tailLimits)
            summary.record(Sample.event(job.job, .notice(said)))
        }
        summary.record(Sample.event(Sample.job("noise"), Sample.end(.lost(said))))
        for text in [JUnitDocument(summary, tails: tails).text, JUnitDocument(RunSummary()).text] {
            let answer = try await OtherProgram.run(
                [
                    "xmllint", "--noout", "--nonet", "--schema",
                    OtherProgram.path("Tests/Schemas/junit.xsd"), "junit.xml",
                ], files: ["junit.xml": text])
            #expect(answer.status == 0, "\(answer.output)")
        }
    }
}
