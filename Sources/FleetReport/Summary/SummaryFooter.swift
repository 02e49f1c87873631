import FleetCore

/// The totals: `6 jobs on 6 hosts in 1.3s: 4 ok, 1 failed, 1 unreachable`.
struct SummaryFooter {
    /// The lines.
    let lines: [String]

    init(_ summary: RunSummary, options: SummaryTable.Options) {
        let totals = RunTotals(summary)
        let jobs =
            totals.jobs == totals.hosts
            ? totals.hosts.counted("host")
            : "\(totals.jobs.counted("job")) on \(totals.hosts.counted("host"))"
        let ends = SummaryFooter.ends(totals, usesColor: options.usesColor)
        var lines = ["\(jobs) in \(HumanDuration(summary.duration)): \(ends)"]

        var counts: [String] = []
        if totals.reboots > 0 { counts.append(totals.reboots.counted("reboot")) }
        if totals.reconnects > 0 { counts.append(totals.reconnects.counted("reconnect")) }
        counts.append("\(totals.lines.counted("line")) of output, \(HumanByteCount(totals.bytes))")
        lines.append(counts.joined(separator: ", "))
        if let copies = SummaryFooter.copies(totals) { lines.append(copies) }
        if !summary.isComplete { lines.append("the run has not ended, as far as its record tells") }
        if let logs = options.logs { lines.append("logs in \(logs)") }
        if let files = options.files, totals.copies.fetched > 0 {
            lines.append("fetched files in \(files), a folder for each host")
        }
        self.lines = lines
    }

    /// `2 files pushed, 1 file fetched, 3 files equal already, 12 kB copied`, if there were any.
    private static func copies(_ totals: RunTotals) -> String? {
        let copies = totals.copies
        let parts = [
            (copies.pushed, "pushed"), (copies.fetched, "fetched"), (copies.equal, "equal already"),
        ]
        let words = parts.filter { $0.0 > 0 }.map { "\($0.counted("file")) \($1)" }
        guard !words.isEmpty else { return nil }
        return (words + ["\(HumanByteCount(totals.copiedBytes)) copied"]).joined(separator: ", ")
    }

    private static func ends(_ totals: RunTotals, usesColor: Bool) -> String {
        var parts: [String] = Outcome.Word.allCases.compactMap { word in
            guard let count = totals.ended[word] else { return nil }
            let ink: Ink =
                word == .ok ? .good : count == totals.good[word] ? .quiet : .bad
            return ink.paint("\(count.grouped) \(word.rawValue)", usesColor: usesColor)
        }
        let unfinished = [
            (totals.running, "running"), (totals.reconnecting, "reconnecting"),
            (totals.waiting, "waiting"),
        ]
        for (count, word) in unfinished where count > 0 {
            parts.append(Ink.warning.paint("\(count.grouped) \(word)", usesColor: usesColor))
        }
        return parts.joined(separator: ", ")
    }
}
