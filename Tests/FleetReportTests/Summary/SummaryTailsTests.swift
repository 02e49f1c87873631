import FleetCore
import FleetReport
import Testing

@Suite("The last lines of those in trouble")
struct SummaryTailsTests {
    private func tail(_ text: String) -> LogTail {
        LogTail(of: Array(text.utf8), isWhole: true, limits: SummaryTable.tailLimits)
    }

    private func text(
        _ ends: [(String, Outcome, String?)], columns: Int = 80, steps: [String] = ["patch"]
    ) -> String {
        let jobs = ends.enumerated().map { number, end in
            Sample.job(end.0, steps[number % steps.count])
        }
        let summary = RunSummary(
            [Sample.started(jobs)]
                + zip(jobs, ends).map { Sample.event($0, Sample.end($1.1)) }
                + [RunEvent(at: Sample.time(1_000), .runEnded)])
        var options = SummaryTable.Options()
        options.columns = columns
        for (job, end) in zip(jobs, ends) {
            if let text = end.2 { options.tails[job] = tail(text) }
        }
        return SummaryTable(summary, options: options).text
    }

    /// The section between table and totals.
    private func section(_ text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(of: "last lines") else { return [] }
        return Array(lines[(start + 1)...].prefix { !$0.isEmpty })
    }

    @Test("stand below the reasons, once for hosts that have the same")
    func shared() {
        let text = text([
            ("web1", .ok, nil), ("web2", Sample.exit(100), "one\n\nE: locked\n"),
            ("web3", Sample.exit(100), "one\n\nE: locked\n"), ("db1", Sample.exit(3), "no space"),
        ])
        #expect(
            text.contains(
                """
                last lines
                web[2-3] | one
                         |
                         | E: locked
                db1      | no space

                4 hosts in 1.0s: 1 ok, 3 failed
                """))
    }

    @Test("are a few of each, and of a few hosts; of the rest it is said that there is more")
    func bounded() {
        let ends = (1...20).map { number in
            ("web\(number)", Sample.exit(1), (1...9).map { "\(number).\($0)\n" }.joined())
        }
        let section = section(text(ends))
        #expect(section.count == 6 * 5 + 1)
        #expect(section.first == "web1 | 1.5")
        #expect(section.last == "14 more hosts in trouble printed something: see the logs")
    }

    @Test("fit the width; a line that needs many rows is cut", arguments: [40, 80, 200])
    func fits(columns: Int) {
        let long = String(repeating: "word ", count: 400)
        let section = section(text([("web1", Sample.exit(1), long + "\nend")], columns: columns))
        #expect(section.count == 4)
        #expect(section.allSatisfy { $0.count <= columns })
        #expect(section[2].hasSuffix("..."))
        #expect(section[3] == "     | end")
    }

    @Test("name the step where there are several, and long lists of hosts on lines of their own")
    func labels() {
        let steps = section(
            text(
                [("web1", Sample.exit(1), "a"), ("web1", Sample.exit(1), "a")],
                steps: ["patch", "check"]))
        #expect(steps == ["web1/patch | a", "web1/check | a"])
        let names = ["alpha", "beta", "gamma", "delta", "epsilon"]
        let long = section(text(names.map { ($0, Sample.exit(1), "a") }))
        #expect(long == ["alpha, beta, gamma, delta, epsilon", " | a"])
    }

    @Test("hold nothing that a terminal obeys")
    func isSafe() {
        let text = text([("web1", Sample.exit(1), "\u{1b}]0;pwned\u{7}\u{1b}[2Jgone\r\u{9b}31m")])
        #expect(danger(in: Array(text.utf8)) == nil)
        #expect(section(text) == ["web1 | gone"])
    }

    @Test("are wanted of those only that printed something and are not well")
    func wanted() {
        func wants(_ outcome: Outcome, lines: UInt64 = 20) -> Bool {
            let job = Sample.job("web1")
            let summary = RunSummary([
                Sample.started([job]), Sample.event(job, Sample.end(outcome, lines: lines)),
            ])
            return summary.jobs.contains(where: SummaryTable.wantsTail)
        }
        #expect(wants(Sample.exit(1)))
        #expect(wants(.idleTimeout))
        #expect(wants(.lost("gone")))
        #expect(!wants(.ok))
        #expect(!wants(Sample.exit(1), lines: 0))
    }
}
