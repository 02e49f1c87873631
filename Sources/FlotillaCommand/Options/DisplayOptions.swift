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

    @OptionGroup var store: StoreOptions
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
