public import FleetCore

/// The report of a run: one HTML file that needs nothing but itself.
///
/// It is a function of the run's events and logs, its command line, and where its logs are. Its text is there without
/// any script; the script searches, filters and sorts what is there. A policy in it forbids everything but
/// exactly our style and our script, so even text that got past the escaping could neither run nor load anything.
public struct ReportPage: Sendable {
    /// What the events and logs don't say.
    public struct Context: Sendable {
        /// The command line as typed.
        public var commandLine: [String] = []
        /// The path from the report's folder to the run's, ending in `/`; empty where the report is in it.
        public var pathToRun = ""
        /// What a job has left in the run's folder, relative to it.
        public var place: @Sendable (JobID) -> String? = { _ in nil }

        /// Creates the context of a report in the run's folder, without links to logs.
        public init() {}
    }

    /// The file's contents.
    public let html: [UInt8]

    /// Writes the report.
    public init(
        _ summary: RunSummary, _ timeline: Timeline, _ outputs: ReportOutputs,
        context: Context = Context()
    ) {
        var numbers: [JobID: Int] = [:]
        for (number, output) in outputs.outputs.enumerated() {
            for job in output.jobs { numbers[job.job] = number }
        }
        let links = ReportLinks(pathToRun: context.pathToRun, place: context.place)
        var html: [UInt8] = []
        html += ReportPage.head(summary).utf8
        html += ReportHeader(summary, commandLine: context.commandLine).html.utf8
        html += "<main>\n".utf8
        html += ReportTimeline(timeline).html.utf8
        html += ReportTable(summary, outputs: numbers, links: links).html.utf8
        html += ReportOutputSection(outputs, of: summary, links: links).html.utf8
        html += ReportPage.foot.utf8
        self.html = html
    }

    private static func head(_ summary: RunSummary) -> String {
        let policy =
            "default-src 'none'; style-src '\(PageAssets.style.digest)'; "
            + "script-src '\(PageAssets.script.digest)'; base-uri 'none'; form-action 'none'"
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>\(title(of: summary))</title>
            <style>\(PageAssets.style.text)</style>
            </head>
            <body>
            <a class="skip" href="#jobs">Skip to the jobs</a>
            <a class="skip" href="#output">Skip to the output</a>

            """
    }

    private static func title(of summary: RunSummary) -> String {
        let trouble = RunTotals(summary).trouble
        let state = trouble > 0 ? "\(trouble.grouped) with trouble" : "all well"
        let word = summary.isComplete ? state : "not ended"
        return MarkupText.content("Run \(summary.run?.text ?? "without a name"): \(word)")
    }

    private static var foot: String {
        """
        </main>
        <footer>Times are UTC. Keys: <kbd>/</kbd> searches, <kbd>↑</kbd> <kbd>↓</kbd> move in the timeline and \
        the table, <kbd>Enter</kbd> opens the output, <kbd>Esc</kbd> clears.</footer>
        <script>\(PageAssets.script.text)</script>
        </body>
        </html>

        """
    }
}
