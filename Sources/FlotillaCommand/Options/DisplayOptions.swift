import ArgumentParser
import FleetCore
import FleetReport

/// What is shown, and where it is kept.
struct DisplayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "lines as they come (default), grouped at the end, quiet, or json.", valueName: "mode"),
        completion: .list(OutputMode.allCases.map(\.rawValue)), transform: choice)
    var output: OutputMode?

    @Option(
        help: ArgumentHelp(
            "auto (default), always or never; NO_COLOR is honoured.", valueName: "when"),
        completion: .list(ColorPolicy.allCases.map(\.rawValue)), transform: choice)
    var color = ColorPolicy.auto

    @Flag(name: .shortAndLong, help: "Show every event: connected, started, ended well.")
    var verbose = false

    @Option(
        help: ArgumentHelp(
            "Also write the result as JUnit XML here, for a CI system.", valueName: "file"),
        completion: .file())
    var junit: String?

    @Option(
        help: ArgumentHelp(
            "Write a line for each job that ends, as GNU parallel does.", valueName: "file"),
        completion: .file())
    var joblog: String?

    @OptionGroup var notify: NotifyOptions

    @OptionGroup var store: StoreOptions

    func validate() throws {
        try ResultFile.check(junit, of: "--junit")
        try ResultFile.check(joblog, of: "--joblog")
    }
}

/// Where runs are kept.
struct StoreOptions: ParsableArguments {
    @Option(
        name: .customLong("log-dir"),
        help: ArgumentHelp(
            "Where runs are kept (default: ~/.local/state/flotilla/runs).", valueName: "folder"),
        completion: .directory)
    var logDirectory: String?
}
