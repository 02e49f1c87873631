import ArgumentParser
import FleetCore
import FleetRecord
import FleetReport
import Foundation

/// `flotilla show`.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print a run's summary again.",
        usage: "flotilla show [<options>] <run>",
        discussion: """
            EXAMPLES
              flotilla show last
              flotilla show 20261125-0911 --output json
            """)

    @OptionGroup var store: StoreOptions

    @Option(
        help: ArgumentHelp("lines (default) or json.", valueName: "mode"),
        completion: .list(["lines", "json"]), transform: choice)
    var output = Mode.lines

    @Option(
        help: ArgumentHelp(
            "auto (default), always or never; NO_COLOR is honoured.", valueName: "when"),
        completion: .list(ColorPolicy.allCases.map(\.rawValue)), transform: choice)
    var color = ColorPolicy.auto

    @Argument(help: "The run's id, the beginning of it, or last.", completion: Completions.run)
    var run: String

    enum Mode: String, CaseIterable { case lines, json }

    func run() async throws {
        let folder = try RunStore(store).open(run)
        let summary = RunSummary(try folder.events())
        let report = SummaryReport(summary, of: folder)
        switch output {
        case .json:
            Output.write(
                json: String(decoding: try report.json(), as: UTF8.self), to: .standardOutput)
        case .lines:
            let usesColor = color.usesColor(
                isTerminal: Terminal.isTerminal,
                environment: ProcessInfo.processInfo.environment)
            Output.write(try await report.text(usesColor: usesColor), to: .standardOutput)
        }
    }
}

extension RunStore {
    /// The store that the options name, else the user's own.
    init(_ options: StoreOptions) throws(RecordError) {
        if let path = options.logDirectory {
            self.init(path: path)
        } else {
            try self.init(environment: ProcessInfo.processInfo.environment)
        }
    }
}
