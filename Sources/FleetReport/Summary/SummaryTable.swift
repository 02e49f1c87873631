public import FleetCore

/// The table at a run's end: trouble first, then what went well, reasons, the last lines of those that failed, totals,
/// and what to do next.
///
/// A column in which all cells would say nothing (steps of a run with one, reboots when there were
/// none) is left out, and so is the column of logs where the terminal is too narrow for it.
public struct SummaryTable: Sendable {
    /// How the table is laid out.
    public struct Options: Sendable {
        /// The width that it may have; 80 where nothing is known.
        public var columns = 80
        /// Whether words are coloured.
        public var usesColor = false
        /// A run with more jobs than this gets one row for all hosts that had the same to tell.
        public var foldsAbove = 40
        /// The folder in which the logs are, as a person would type it.
        public var logs: String?
        /// The folder in which fetched files are, as a person would type it.
        public var files: String?
        /// Where one job's log is, relative to ``logs``; `nil` leaves the column out.
        public var log: (@Sendable (JobID) -> String)?
        /// The ends of logs, of those jobs that ``SummaryTable/wantsTail(of:)``.
        public var tails: [JobID: LogTail] = [:]
        /// The commands that help next.
        public var hints: [SummaryHint] = []

        /// Creates the options for plain text of 80 columns.
        public init() {}
    }

    private let summary: RunSummary
    private let options: Options

    /// Lays out what `summary` tells.
    public init(_ summary: RunSummary, options: Options = Options()) {
        self.summary = summary
        self.options = options
    }

    /// How much of a log its end is.
    public static let tailLimits = LogTail.Limits(lines: 5, bytes: 4_096)

    /// Whether the end of a job's log is shown: it printed something, and it isn't well.
    public static func wantsTail(of job: JobSummary) -> Bool {
        guard let end = job.end else { return false }
        return !end.isGood && end.outputBytes > 0
    }

    /// The whole report: table, reasons, last lines, totals, hints; ends with a newline, or is empty for no
    /// jobs.
    public var text: String {
        guard !summary.jobs.isEmpty else { return "" }
        let rows = SummaryRow.rows(of: summary, options: options)
        let sections = [
            SummaryGrid(rows, summary: summary, options: options).lines,
            SummaryReasons(summary, options: options).lines,
            SummaryTails(summary, options: options).lines,
            SummaryFooter(summary, options: options).lines,
            SummaryHint.lines(
                of: options.hints, columns: options.columns, usesColor: options.usesColor),
        ]
        return sections.filter { !$0.isEmpty }
            .map { $0.joined(separator: "\n") + "\n" }
            .joined(separator: "\n")
    }
}
