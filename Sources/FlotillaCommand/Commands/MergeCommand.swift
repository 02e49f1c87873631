import ArgumentParser
import FleetCore
import FleetRecord
import FleetReport
import Flotilla
import Foundation

/// `flotilla merge`.
struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Make one report of the runs of a fleet's shards.",
        usage: "flotilla merge [<options>] <run> ...",
        discussion: """
            It is a run like any other to show, logs and report, and what the shards ended with is its exit \
            status. Runs of other machines are given as the folders that were brought here, or as a folder \
            that holds them. To go on with a run or to retry it, name the shard's own.

            EXAMPLES
              flotilla merge 20261125-09111 20261125-09112
              flotilla merge shards/*                     folders of runs
              flotilla merge /srv/shared/nightly          all runs in it
              flotilla merge --junit junit.xml shards/*   and for a CI system
            """)

    @OptionGroup var store: StoreOptions

    @Option(
        help: ArgumentHelp(
            "Also write the result as JUnit XML here, for a CI system.", valueName: "file"),
        completion: .file())
    var junit: String?

    @Flag(help: "Also where shards are missing.")
    var partial = false

    @Option(
        help: ArgumentHelp(
            "auto (default), always or never; NO_COLOR is honoured.", valueName: "when"),
        completion: .list(ColorPolicy.allCases.map(\.rawValue)), transform: choice)
    var color = ColorPolicy.auto

    @Argument(
        help: "Runs: the id, the beginning of it, or a folder.", completion: Completions.run)
    var runs: [String]

    func validate() throws { try ResultFile.check(junit, of: "--junit") }

    func run() async throws {
        let store = try RunStore(store)
        let folders = try runs.flatMap { try MergeCommand.folders(named: $0, in: store) }
        let merge = try RunMerge(folders, isPartial: partial)
        let folder = try await merge.write(in: store, commandLine: CommandLine.arguments)
        let summary = RunSummary(try folder.events())
        let report = SummaryReport(summary, of: folder)
        let usesColor = color.usesColor(
            isTerminal: Terminal.isTerminal, environment: ProcessInfo.processInfo.environment)
        Output.write(try await report.text(usesColor: usesColor), to: .standardOutput)
        let junit = try await report.junit()
        try await folder.writeSummary(
            json: try report.json(), text: try await report.fileText(), junit: junit)
        if let path = self.junit {
            try ResultFile.write(Array(junit.utf8), to: path, of: "--junit")
        }
        if summary.programExit != .ok { throw summary.programExit }
    }

    /// The run in that folder, else all those in it, else the one of that id.
    private static func folders(named name: String, in store: RunStore) throws -> [RunFolder] {
        guard FileManager.default.fileExists(atPath: name) else { return [try store.open(name)] }
        let inner = RunStore(path: name)
        let isRun = FileManager.default.fileExists(atPath: "\(name)/\(RunFolder.requestName)")
        // What is neither, opening it will tell.
        let runs = isRun ? [] : try inner.runs()
        guard !runs.isEmpty else { return [try RunFolder.open(at: name)] }
        // The oldest first, as they would be typed.
        return try runs.reversed().map { try inner.open($0.text) }
    }
}
