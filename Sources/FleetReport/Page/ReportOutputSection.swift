import FleetCore

/// The report's outputs: those of trouble first, equal ones once, each behind its heading.
struct ReportOutputSection {
    let html: String

    init(_ outputs: ReportOutputs, of summary: RunSummary, links: ReportLinks) {
        let share = ReportOutputs.share(among: outputs.outputs.count)
        let hasSteps = summary.hasSeveralSteps
        let blocks = outputs.outputs.enumerated().map { number, output in
            ReportOutputSection.block(
                output, number: number, most: share, hasSteps: hasSteps, links: links)
        }
        let none =
            outputs.outputs.isEmpty ? "<p class=\"none\">No host printed anything.</p>\n" : ""
        html = """
            <section id="output" aria-labelledby="output-title">
            <h2 id="output-title">Output</h2>
            \(blocks.joined())\(none)</section>

            """
    }

    private static func block(
        _ output: ReportOutputs.Output, number: Int, most: Int, hasSteps: Bool, links: ReportLinks
    ) -> String {
        let first = output.jobs[0]
        let ranges = HostRanges(output.jobs.map(\.job.host.name)).description
        let count = output.jobs.count > 1 ? " (\(output.jobs.count.grouped))" : ""
        let step = hasSteps ? " / \(first.job.step)" : ""
        let lines = first.end.map { $0.lines.counted("line") } ?? "so far"
        let status = ReportStatus(first)
        let text = lastLines(of: output.tail, most: most)
        // One that ended badly is what one looks for; the rest is a click away.
        let isOpen = number < 3 && ![.ok, .ignored, .skipped].contains(status)
        return """
            <details id="o\(number)" data-status="\(status.rawValue)"\(isOpen ? " open" : "")>
            <summary><span class="hosts">\(MarkupText.content(ranges))\(count)\
            \(MarkupText.content(step))</span> \(status.pill(of: first)) \
            <span class="size">\(lines), \(HumanByteCount(output.bytes))</span></summary>
            <pre tabindex="0">\(text.html)</pre>
            <p class="more">\(more(of: output, shown: text.lines, links: links))</p>
            </details>

            """
    }

    /// As many of the last lines as have room, escaped.
    private static func lastLines(of tail: LogTail, most: Int) -> (html: String, lines: Int) {
        var kept: [String] = []
        var bytes = 0
        for line in tail.lines.reversed() {
            let text = MarkupText.content(line)
            bytes += text.utf8.count + 1
            if bytes > most { break }
            kept.append(text)
        }
        // A line end directly behind <pre> is left out by browsers.
        return ("\n" + kept.reversed().joined(separator: "\n"), kept.count)
    }

    private static func more(
        of output: ReportOutputs.Output, shown: Int, links: ReportLinks
    ) -> String {
        let isWhole = output.tail.isWhole && shown == output.tail.lines.count
        let words = isWhole ? "" : "Only the last \(shown.counted("line")). "
        let named = output.jobs.prefix(20).compactMap { job in
            links.anchor(
                to: job.job, text: output.jobs.count == 1 ? "Exact log" : job.job.host.name)
        }
        guard !named.isEmpty else { return words }
        let label = output.jobs.count == 1 ? "" : "Exact logs: "
        let rest = output.jobs.count > 20 ? ", …" : ""
        return words + label + named.joined(separator: ", ") + rest
    }
}
