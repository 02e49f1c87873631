import FleetCore

/// Below the reasons: what those that are in trouble printed last.
///
/// Hosts with the same last lines share them, and only a few are shown: the rest is in the logs.
struct SummaryTails {
    /// The lines.
    let lines: [String]

    /// The most different ends that are shown.
    private static let most = 6
    /// A longer label stands on a line of its own.
    private static let widestLabel = 24
    /// The most rows that one line of output takes.
    private static let mostRows = 3

    private struct End: Hashable {
        let step: StepID
        let status: Outcome.Word?
        let lines: [String]
    }

    init(_ summary: RunSummary, options: SummaryTable.Options) {
        var order: [End] = []
        var members: [End: [JobID]] = [:]
        for job in SummaryRow.sorted(summary.jobs) {
            guard let tail = options.tails[job.job], !tail.lines.isEmpty else { continue }
            let end = End(
                step: job.job.step, status: job.end?.outcome.word, lines: tail.lines)
            if members[end] == nil { order.append(end) }
            members[end, default: []].append(job.job)
        }
        let shown = order.prefix(SummaryTails.most)
        let labels = shown.map {
            SummaryTails.label(members[$0] ?? [], showsStep: summary.hasSeveralSteps)
        }
        let width = labels.map(\.count).filter { $0 <= SummaryTails.widestLabel }.max() ?? 0
        var lines = zip(labels, shown).flatMap { label, end in
            SummaryTails.block(label, end.lines, width: width, options: options)
        }
        let rest = order.dropFirst(SummaryTails.most).flatMap { members[$0] ?? [] }
        if !rest.isEmpty {
            let hosts = Set(rest.map(\.host)).count.counted("more host")
            lines.append(
                Ink.quiet.paint(
                    "\(hosts) in trouble printed something: see the logs",
                    usesColor: options.usesColor))
        }
        let heading = Ink.strong.paint("last lines", usesColor: options.usesColor)
        self.lines = lines.isEmpty ? [] : [heading] + lines
    }

    private static func label(_ jobs: [JobID], showsStep: Bool) -> String {
        let ranges = HostRanges(jobs.map(\.host.name)).description
        guard showsStep, let step = jobs.first?.step else { return ranges }
        return "\(ranges)/\(step)"
    }

    /// `web1  | text`, the label before the first line only.
    private static func block(
        _ label: String, _ output: [String], width: Int, options: SummaryTable.Options
    ) -> [String] {
        let fits = label.count <= width
        let bar = Ink.quiet.paint("|", usesColor: options.usesColor)
        let blanks = String(repeating: " ", count: width)
        func strong(_ text: String) -> String {
            Ink.strong.paint(text, usesColor: options.usesColor)
        }
        let names = DisplayText.wrap(label.replacing(",", with: ", "), to: options.columns)
        let rows = output.flatMap {
            SummaryTails.rows(of: $0, columns: max(10, options.columns - width - 4))
        }
        let lines = rows.enumerated().map { number, row in
            let isFirst = number == 0 && fits
            let tag = isFirst ? strong(label) + blanks.dropFirst(label.count) : blanks
            return row.isEmpty ? "\(tag) \(bar)" : "\(tag) \(bar) \(row)"
        }
        return (fits ? [] : names.map(strong)) + lines
    }

    /// A line of output in rows; what has no room in a few of them is left to the log.
    private static func rows(of line: String, columns: Int) -> [String] {
        guard line.count > columns else { return [line] }
        let rows = DisplayText.wrap(line, to: columns)
        guard rows.count > mostRows else { return rows }
        return rows.prefix(mostRows - 1) + [
            DisplayText.cut(rows[mostRows - 1] + " ...", to: columns)
        ]
    }
}
