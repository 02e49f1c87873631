import ArgumentParser
import FleetRecord

/// `flotilla retry`.
struct RetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Run again what did not succeed, as a new run.",
        discussion: """
            The hosts on which a script failed, was lost, cancelled, skipped or never started get it again: \
            the same bytes, arguments and environment as the first time, from the run's folder.

            Of a playbook: the steps that are left on each host, in their order and batches, and those \
            that were left out because of one that is run again.

            EXAMPLES
              flotilla retry last
              flotilla retry 20261125-0911 --output quiet
            """)

    @OptionGroup(title: "What is shown and kept")
    var display: DisplayOptions

    @Argument(help: "The run's id, the beginning of it, or last.")
    var run: String

    func run() async throws {
        let store = try RunStore(display.store)
        try await RunSession(display).retry(store.open(run), in: store)
    }
}
