import FleetCore
import FleetRecord
import FleetReport
import Foundation

/// What a run came to, for people and programs, from its summary and its folder.
struct SummaryReport {
    private let summary: RunSummary
    private let folder: RunFolder
    private let isOurs: Bool

    /// Reports what a run came to.
    ///
    /// - Parameter isOurs: Whether it is this program that has worked on the run, and now leaves it.
    init(_ summary: RunSummary, of folder: RunFolder, isOurs: Bool = false) {
        self.summary = summary
        self.folder = folder
        self.isOurs = isOurs
    }

    /// The table, what is behind it, and what to do next, as the terminal has room for it.
    func text(usesColor: Bool) async throws -> String {
        try await text(SummaryTable.Options(), columns: Terminal.columns, usesColor: usesColor)
    }

    /// The contents of `summary.txt`: a row for each job, however many there are.
    func fileText() async throws -> String {
        var options = SummaryTable.Options()
        options.foldsAbove = .max
        return try await text(options, columns: 120, usesColor: false)
    }

    private func text(
        _ options: SummaryTable.Options, columns: Int, usesColor: Bool
    ) async throws -> String {
        var options = options
        options.columns = columns
        options.usesColor = usesColor
        options.logs = shortened(folder.path)
        options.files = shortened("\(folder.path)/\(RunFolder.filesPath)")
        options.log = { place(of: $0) ?? "-" }
        options.tails = try await tails(SummaryTable.tailLimits, where: SummaryTable.wantsTail)
        options.hints = hints
        return SummaryTable(summary, options: options).text
    }

    /// The contents of `summary.json`.
    func json() throws -> [UInt8] {
        Array(try SummaryDocument(summary, log: place).encoded())
    }

    /// The contents of `junit.xml`.
    func junit() async throws -> String {
        let tails = try await tails(JUnitDocument.tailLimits, where: JUnitDocument.wantsTail)
        return JUnitDocument(summary, tails: tails, log: place).text
    }

    /// The report.
    ///
    /// - Parameter pathToRun: The path from its folder to the run's, ending in `/`; empty where they are one.
    func page(_ timeline: Timeline, pathToRun: String) async throws -> ReportPage {
        let stored = StoredOutputs(of: summary, in: folder)
        let outputs = try await ReportOutputs(of: summary, size: stored.size, reading: stored.read)
        var context = ReportPage.Context()
        context.commandLine = try folder.request().commandLine
        context.pathToRun = pathToRun
        context.place = { place(of: $0) }
        return ReportPage(summary, timeline, outputs, context: context)
    }

    /// The ends of logs, of the jobs that `isWanted` picks.
    private func tails(
        _ limits: LogTail.Limits, where isWanted: (JobSummary) -> Bool
    ) async throws -> [JobID: LogTail] {
        let stored = StoredOutputs(of: summary, in: folder)
        var tails: [JobID: LogTail] = [:]
        for job in summary.jobs where isWanted(job) {
            tails[job.job] = try await LogTail(
                of: job.job, size: stored.size(of: job.job), limits: limits, reading: stored.read)
        }
        return tails
    }

    /// Prints the output of all hosts, equal outputs once.
    func printGroups(on printer: Printer, _ options: PrinterOptions) async throws {
        let read = StoredOutputs(of: summary, in: folder).read
        let groups = try await OutputGroups(of: summary, reading: read)
        try await groups.print(to: printer, reading: read, options: options)
    }

    /// What a job has left in the run's folder: its log, or what it fetched; nothing for a push.
    private func place(of job: JobID) -> String? {
        guard let copies = summary[job]?.copies, !copies.isEmpty else {
            return RunFolder.logPath(of: job)
        }
        return copies.fetched > 0 ? "\(RunFolder.filesPath)/\(job.host)" : nil
    }

    private var hints: [SummaryHint] {
        var hints: [SummaryHint] = []
        func add(_ verb: String, on host: HostID? = nil, to purpose: String) {
            let names = [folder.run.text] + (host.map { [$0.name] } ?? [])
            let words = ["flotilla", verb] + names + store
            hints.append(
                SummaryHint(command: words.joined(separator: " "), purpose: purpose))
        }
        let isReportOfOthers = (try? folder.request())?.mergedFrom != nil
        if summary.isComplete || isReportOfOthers {
            if let host = troubled { add("logs", on: host, to: "see what it printed") }
            // What is left to do is for the runs that it was made of.
            if isReportOfOthers { return hints }
            if summary.jobs.contains(where: { $0.end?.outcome.word == .lost }) {
                add("resume", to: "look again for what was lost: its script may run on")
            }
            if summary.jobs.contains(where: { $0.end?.isGood != true }) {
                add("retry", to: "run again what did not succeed")
            }
            if summary.jobs.count > SummaryTable.Options().foldsAbove {
                add("report", to: "look at all hosts in a browser")
            }
        } else if !isOurs, folder.isInUse {
            add("logs -f", to: "follow it: another flotilla works on it")
        } else {
            add("resume", to: "go on where it stopped")
            add("cancel", to: "end what still runs")
            if let host = running { add("attach", on: host, to: "enter its tmux session") }
        }
        return hints
    }

    /// A host with trouble that printed something.
    private var troubled: HostID? {
        summary.jobs.first { job in
            guard let end = job.end else { return false }
            return !end.isGood && end.outputBytes > 0
        }?.job.host
    }

    /// A host on which a script was left running.
    private var running: HostID? {
        summary.jobs.first { $0.end == nil && $0.starts > 0 }?.job.host
    }

    /// Where the run is kept, for commands that wouldn't find it.
    private var store: [String] {
        let parent = URL(fileURLWithPath: folder.path).deletingLastPathComponent().path
        let own = try? RunStore(environment: ProcessInfo.processInfo.environment)
        return own.map { URL(fileURLWithPath: $0.path).path } == parent
            ? [] : ["--log-dir", shortened(parent)]
    }

    /// The path with the home folder as `~`.
    private func shortened(_ path: String) -> String {
        // What the shell means by `~`; Foundation asks the table of users.
        let home = ProcessInfo.processInfo.environment["HOME"] ?? NSHomeDirectory()
        guard !["", "/"].contains(home), path.hasPrefix(home + "/") else { return path }
        return "~" + path.dropFirst(home.count)
    }
}
