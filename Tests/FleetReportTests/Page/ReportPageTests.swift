import FleetCore
import FleetReport
import Foundation
import Testing

@Suite("The report of a run")
struct ReportPageTests {
    private let web1 = Sample.job("web1")
    private let web2 = Sample.job("web2")
    private let web3 = Sample.job("web3")

    /// The report of a run in which each job printed what `printed` says.
    private func page(
        _ events: [RunEvent], printing printed: [JobID: [UInt8]] = [:], pathToRun: String = ""
    ) async throws -> String {
        let read: StoredOutput = { job, offset in
            Array((printed[job] ?? []).dropFirst(Int(offset.bytes)).prefix(1_000))
        }
        let summary = RunSummary(events)
        let outputs = try await ReportOutputs(
            of: summary, size: { UInt64(printed[$0]?.count ?? 0) }, reading: read)
        var context = ReportPage.Context()
        context.commandLine = ["/usr/bin/flotilla", "run", "a b"]
        context.pathToRun = pathToRun
        context.place = { "hosts/\($0.host)/\($0.step).log" }
        let page = ReportPage(summary, Timeline(events), outputs, context: context)
        return String(decoding: page.html, as: UTF8.self)
    }

    private func events(_ outcomes: [(JobID, Outcome)]) -> [RunEvent] {
        [Sample.started(outcomes.map(\.0))]
            + outcomes.map { Sample.event($0, Sample.end($1), after: 1_000) }
            + [RunEvent(at: Sample.time(1_500), .runEnded)]
    }

    @Test("tells what was run, what it came to, and puts trouble first")
    func tells() async throws {
        let page = try await page(events([(web1, .ok), (web2, Sample.exit(3))]))
        #expect(page.contains("<code>flotilla run &#39;a b&#39;</code>"))
        #expect(page.contains("<title>Run 20261125-091116-abcd: 1 with trouble</title>"))
        let first = try #require(page.range(of: #"<tr data-status="failed" data-host="web2""#))
        let second = try #require(page.range(of: #"<tr data-status="ok" data-host="web1""#))
        #expect(first.lowerBound < second.lowerBound)
        #expect(page.contains("No host printed anything."))
    }

    @Test("shows equal outputs once, and links the exact logs")
    func folds() async throws {
        let printed = [web1: Array("same\n".utf8), web2: Array("same\n".utf8), web3: [0x78]]
        let page = try await page(
            events([(web1, .ok), (web2, .ok), (web3, .ok)]), printing: printed,
            pathToRun: "../a b/")
        #expect(page.contains("web[1-2] (2)"))
        #expect(page.components(separatedBy: "\nsame</pre>").count == 2)
        #expect(page.contains(#"<a href="./../a%20b/hosts/web3/patch.log">Exact log</a>"#))
    }

    @Test("cuts a long output, says so, and keeps its end")
    func cuts() async throws {
        let lines = (1...5_000).map { "line \($0)\n" }.joined()
        let page = try await page(events([(web1, .ok)]), printing: [web1: Array(lines.utf8)])
        #expect(page.contains("line 4801\n") && !page.contains("line 4800\n"))
        #expect(page.contains("line 5000</pre>") && page.contains("Only the last 200 lines."))
    }

    @Test("stays below 10 MB, however much hosts print that has to be escaped")
    func isBounded() async throws {
        let jobs = (1...150).map { Sample.job("web\($0)") }
        let printed = Dictionary(
            uniqueKeysWithValues: jobs.map { job in
                (
                    job,
                    Array(job.host.name.utf8) + Array(repeating: UInt8(ascii: "\""), count: 30_000)
                        + Array(repeating: UInt8(ascii: "\n"), count: 30_000)
                )
            })
        let page = try await page(events(jobs.map { ($0, .ok) }), printing: printed)
        #expect(page.utf8.count < 10_000_000)
    }

    @Test(
        "lets nothing that a host says be markup or script",
        arguments: [
            "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
            "</pre></details>",
            "\"><svg onload=alert(1)>", "<!--", "<![CDATA[", "</title><script>alert(1)</script>",
            "'; alert(1); '", "\u{2028}alert(1)\u{2029}", "\u{0}<\u{0}script>alert(1)", "&lt;b&gt;",
        ])
    func escapes(attack: String) async throws {
        let clean = try await page(
            events([(web1, .lost("x")), (web2, .ok)]), printing: [web2: [0x78]])
        let events =
            events([(web1, .lost(attack)), (web2, .ok)])
            + [Sample.event(web2, .notice(attack)), Sample.event(web3, .connectionLost(attack))]
        let bytes = Array("\(attack)".utf8) + [0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80]
        let page = try await page(events, printing: [web2: bytes])
        #expect(tags(page).subtracting(tags(clean)).isEmpty)
        #expect(!page.unicodeScalars.contains { [0, 0x2028, 0x2029, 0x202e].contains($0.value) })
        // One that a host names could only be text: there are as many scripts as ever.
        #expect(page.components(separatedBy: "<script").count == 2)
    }

    /// The names of all elements, and whether each has an attribute that is a script.
    private func tags(_ page: String) -> Set<String> {
        let beginnings = page.components(separatedBy: "<").dropFirst()
        return Set(
            beginnings.map { text in
                let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "/" || $0 == "!" }
                let tag = text.prefix { $0 != ">" }
                return "\(name)\(tag.contains(" on") ? " with a script" : "")"
            })
    }

    @Test("lets its own style and script through, by their digests, and nothing else")
    func policy() async throws {
        let page = try await page(events([(web1, .ok)]))
        let policy = try #require(page.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/))
        let rules = policy.1.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(rules.contains("default-src 'none'") && rules.contains("base-uri 'none'"))
        #expect(!policy.1.contains("unsafe") && !policy.1.contains("http"))
        #expect(
            !page.contains("http://") && !page.contains("https://") && !page.contains(" style="))
    }
}
