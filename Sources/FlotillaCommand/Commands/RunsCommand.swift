import ArgumentParser
import FleetCore
import FleetRecord
import FleetReport
import Foundation

/// `flotilla runs`.
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "List earlier runs, the newest first: what they ran, and how they ended.",
        discussion: """
            EXAMPLES
              flotilla runs
              flotilla runs --all
            """)

    @OptionGroup var store: StoreOptions

    @Flag(help: "All of them; the newest 20 unless said otherwise.")
    var all = false

    private static let most = 20

    func run() async throws {
        let store = try RunStore(store)
        let runs = try store.runs()
        guard !runs.isEmpty else {
            return Output.write("no runs in \(store.path)\n", to: .standardError)
        }
        let shown = all ? runs[...] : runs.prefix(RunsCommand.most)
        let rows = shown.map { run in
            do {
                return try row(of: store.open(run.text))
            } catch {
                return [run.text, "-", "-", "-", "unreadable: \(error)"]
            }
        }
        Output.write(text(of: rows), to: .standardOutput)
        if shown.count < runs.count {
            let rest = runs.count - shown.count
            Output.write("\(rest) older; --all shows them\n", to: .standardError)
        }
    }

    private func row(of folder: RunFolder) throws -> [String] {
        let request = try folder.request()
        let hosts = request.hosts.map(\.id.name)
        return [
            folder.run.text, local(request.startedAt),
            (request.plays?.map(\.name) ?? request.steps.map { RunsCommand.short($0.source) })
                .joined(separator: ", "),
            hosts.count == 1 ? hosts[0] : "\(hosts.count) hosts",
            try state(of: folder),
        ]
    }

    private func state(of folder: RunFolder) throws -> String {
        let totals = RunTotals(RunSummary(try folder.events()))
        var words = Outcome.Word.allCases.compactMap { word in
            totals.ended[word].map { "\($0) \(word.rawValue)" }
        }
        let request = try folder.request()
        let open = request.jobs.count - totals.done
        if open > 0 {
            let state =
                request.mergedFrom != nil
                ? "without an end"
                : folder.isInUse ? "running or waiting" : "left: flotilla resume"
            words.append("\(open) \(state)")
        }
        return words.joined(separator: ", ")
    }

    private func local(_ time: Timestamp) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "yyyy-MM-dd HH:mm"
        return format.string(from: Date(timeIntervalSince1970: Double(time.milliseconds) / 1_000))
    }

    /// A script's name, or the beginning of a command.
    private static func short(_ source: String) -> String {
        let isCommand = source.contains(" ")
        let name = isCommand ? source[...] : source.split(separator: "/").last ?? source[...]
        return String(name.prefix(30))
    }

    private func text(of rows: [[String]]) -> String {
        let all = [["RUN", "BEGAN", "WHAT", "HOSTS", "CAME TO"]] + rows
        let widths = (0..<4).map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) + "  " }
                .joined() + row[4] + "\n"
        }.joined()
    }
}
