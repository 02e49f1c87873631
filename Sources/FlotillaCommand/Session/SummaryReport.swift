import FleetCore
import FleetRecord
import FleetReport
import Foundation

/// What a run came to, for people and programs, from its summary and its folder.
struct SummaryReport {
    private let summary: RunSummary
    private let folder: RunFolder

    init(_ summary: RunSummary, of folder: RunFolder) {
        self.summary = summary
        self.folder = folder
    }

    /// The table, what is behind it, and what to do next.
    func text(usesColor: Bool, columns: Int = Terminal.columns) -> String {
        var options = SummaryTable.Options()
        options.columns = columns
        options.usesColor = usesColor
        options.logs = shortened(folder.path)
        options.log = { RunFolder.logPath(of: $0) }
        options.hints = hints
        return SummaryTable(summary, options: options).text
    }

    /// The contents of `summary.json`.
    func json() throws -> [UInt8] {
        Array(try SummaryDocument(summary, log: { RunFolder.logPath(of: $0) }).encoded())
    }

    /// Prints the output of all hosts, equal outputs once.
    func printGroups(on printer: Printer, _ options: PrinterOptions) async throws {
        let read: StoredOutput = { job, offset in
            let start = summary[job]?.starts ?? 1
            return try await folder.readOutput(of: job, attempt: max(1, start), at: offset)
        }
        let groups = try await OutputGroups(of: summary, reading: read)
        try await groups.print(to: printer, reading: read, options: options)
    }

    private var hints: [SummaryHint] {
        var hints: [SummaryHint] = []
        if !summary.isComplete {
            hints.append(
                SummaryHint(
                    command: "flotilla resume \(folder.run)", purpose: "go on with what still runs")
            )
        }
        let trouble = summary.jobs.first { job in
            guard let end = job.end else { return false }
            return end.outcome != .ok && end.bytes > 0
        }
        if let trouble {
            hints.append(
                SummaryHint(
                    command: "flotilla logs \(folder.run) \(trouble.job.host)",
                    purpose: "what it printed"))
        }
        return hints
    }

    /// The path with the home folder as `~`.
    private func shortened(_ path: String) -> String {
        let home = NSHomeDirectory()
        guard home != "/", path.hasPrefix(home + "/") else { return path }
        return "~" + path.dropFirst(home.count)
    }
}
