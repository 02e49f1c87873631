import FleetCore

/// The top of the report: which run it is, what it came to, and what to filter by.
struct ReportHeader {
    let html: String

    init(_ summary: RunSummary, commandLine: [String]) {
        let totals = RunTotals(summary)
        let run = MarkupText.content(summary.run?.text ?? "without a name")
        let command = ReportHeader.shown(commandLine)
        html = """
            <header>
            <h1>Run \(run)</h1>
            \(command)<p class="facts">\(ReportHeader.facts(summary, totals))</p>
            </header>
            <div class="tools" role="search">
            <div class="chips" role="group" aria-label="Filter by outcome">
            \(ReportHeader.chips(summary, totals))</div>
            <label class="find"><span class="hidden">Search hosts and output</span>\
            <input id="find" type="search" placeholder="Search hosts and output  /" autocomplete="off" \
            spellcheck="false"></label>
            <p id="count" role="status"></p>
            <nav aria-label="Sections"><a href="#timeline">Timeline</a> <a href="#jobs">Jobs</a> \
            <a href="#output">Output</a></nav>
            </div>

            """
    }

    private static func shown(_ commandLine: [String]) -> String {
        guard !commandLine.isEmpty else { return "" }
        let words = commandLine.enumerated().map { index, word in
            // The path of the program says nothing.
            index == 0 ? String(word.split(separator: "/").last ?? "flotilla") : quoted(word)
        }
        let line = DisplayText.line(words.joined(separator: " "))
        return "<p class=\"command\"><code>\(MarkupText.content(line))</code></p>\n"
    }

    /// A word as one would type it in a shell.
    private static func quoted(_ word: String) -> String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,@%+")
        guard word.isEmpty || !word.allSatisfy(plain.contains) else { return word }
        return "'" + word.replacing("'", with: #"'\''"#) + "'"
    }

    private static func facts(_ summary: RunSummary, _ totals: RunTotals) -> String {
        let jobs = totals.jobs.counted("job")
        let hosts = totals.hosts.counted("host")
        var facts = [totals.jobs == totals.hosts ? hosts : "\(jobs) on \(hosts)"]
        if let start = summary.startedAt {
            let day = "\(start)".prefix(19).replacing("T", with: " ")
            facts.append("<time datetime=\"\(start)\">\(day)</time> UTC")
        }
        let took = HumanDuration(summary.duration)
        facts.append(summary.isComplete ? "took \(took)" : "not ended after \(took)")
        facts.append("exit status \(summary.programExit.rawValue)")
        let lines = totals.lines.counted("line")
        facts.append("\(lines) of output, \(HumanByteCount(totals.bytes))")
        if totals.reboots > 0 { facts.append(totals.reboots.counted("reboot")) }
        if totals.reconnects > 0 { facts.append(totals.reconnects.counted("reconnect")) }
        return facts.map { "<span>\($0)</span>" }.joined(separator: " ")
    }

    private static func chips(_ summary: RunSummary, _ totals: RunTotals) -> String {
        var counts: [ReportStatus: Int] = [:]
        for job in summary.jobs { counts[ReportStatus(job), default: 0] += 1 }
        let chips = ReportStatus.allCases.compactMap { status in
            counts[status].map { count in
                """
                <button type="button" class="chip s-\(status.rawValue)" data-status="\(status.rawValue)" \
                aria-pressed="false"><b>\(count.grouped)</b> \(status.rawValue)</button>

                """
            }
        }
        return chips.joined()
    }
}
