import FleetCore

/// The report's table of jobs, trouble first.
struct ReportTable {
    let html: String

    /// Lays out the jobs of a run.
    ///
    /// - Parameter outputs: The number of each job's output in the report.
    init(_ summary: RunSummary, outputs: [JobID: Int], links: ReportLinks) {
        let hasSteps = summary.hasSeveralSteps
        let rows = SummaryRow.sorted(summary.jobs).enumerated().map { number, job in
            ReportTable.row(
                job, number: number, output: outputs[job.job], hasSteps: hasSteps, links: links)
        }
        let step = hasSteps ? ReportTable.heading("Step") : ""
        html = """
            <section id="jobs" aria-labelledby="jobs-title">
            <h2 id="jobs-title">Jobs</h2>
            <div class="box scroll" tabindex="-1">
            <table>
            <thead><tr>\(ReportTable.heading("Host"))\(step)\(ReportTable.heading("Outcome"))\
            \(ReportTable.heading("Time", isNumber: true))\(ReportTable.heading("Lines", isNumber: true))\
            <th scope="col">What happened</th></tr></thead>
            <tbody>
            \(rows.joined())</tbody>
            </table>
            <p class="none" hidden>No job is like that.</p>
            </div>
            </section>

            """
    }

    private static func heading(_ name: String, isNumber: Bool = false) -> String {
        let kind = isNumber ? " class=\"number\"" : ""
        return "<th scope=\"col\"\(kind)><button type=\"button\">\(name)</button></th>"
    }

    private static func row(
        _ job: JobSummary, number: Int, output: Int?, hasSteps: Bool, links: ReportLinks
    ) -> String {
        let status = ReportStatus(job)
        let host = MarkupText.content(job.job.host.name)
        let name = output.map { "<a href=\"#o\($0)\">\(host)</a>" } ?? host
        let step = hasSteps ? "<td>\(MarkupText.content(job.job.step.name))</td>" : ""
        let isBegun = job.end != nil && job.end?.outcome.word != .skipped
        let seconds = isBegun ? job.end?.duration : nil
        let time = seconds.map { "\(HumanDuration($0))" } ?? "–"
        let lines = job.end.map(\.lines)
        let group = output.map { " data-output=\"\($0)\"" } ?? ""
        return """
            <tr data-status="\(status.rawValue)" data-host="\(MarkupText.attribute(job.job.host.name))"\(group) \
            tabindex="\(number == 0 ? 0 : -1)"><th scope="row">\(name)</th>\(step)\
            <td data-value="\(job.rank)">\(status.pill(of: job))</td>\
            <td class="number" data-value="\(seconds?.seconds ?? -1)">\(time)</td>\
            <td class="number" data-value="\(lines.map(Int64.init(clamping:)) ?? -1)">\
            \(lines?.grouped ?? "–")</td>\
            <td class="why">\(happened(to: job))</td></tr>

            """
    }

    /// The reason, what was counted, and what the operator was told.
    private static func happened(to job: JobSummary) -> String {
        var parts: [String] = []
        if let reason = SummaryReasons.reason(of: job) { parts.append(reason) }
        if job.starts > 1 { parts.append("started \(job.starts) times") }
        if job.reconnects > 0 { parts.append(job.reconnects.counted("reconnect")) }
        if !job.reboots.isEmpty { parts.append(job.reboots.count.counted("reboot")) }
        if job.copies.pushed > 0 { parts.append("\(job.copies.pushed.counted("file")) pushed") }
        if job.copies.fetched > 0 { parts.append("\(job.copies.fetched.counted("file")) fetched") }
        if job.copies.equal > 0 {
            parts.append("\(job.copies.equal.counted("file")) equal already")
        }
        parts += job.notices.map(DisplayText.line)
        return parts.map { MarkupText.content($0) }.joined(separator: "<br>")
    }
}
