import ArgumentParser
import FleetCore
import FleetRecord
import Flotilla

/// `flotilla cancel`.
struct CancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "End what still runs of a run, on all hosts or on some.",
        discussion: """
            TERM, then KILL, to all that the script has started, and a look whether anything is left. What \
            it printed until then is read to the end. Jobs that were never started are struck off.

            A run that another flotilla works on is ended there with Ctrl-C, pressed twice, or from here \
            with --steal.

            EXAMPLES
              flotilla cancel last
              flotilla cancel last web1 web2         the other hosts' scripts run on
            """)

    @OptionGroup(title: "What is shown and kept")
    var display: DisplayOptions

    @OptionGroup var claim: ClaimOptions

    @Argument(help: "The run's id, the beginning of it, or last.")
    var run: String

    @Argument(help: "The hosts; all unless said otherwise.")
    var hosts: [String] = []

    func run() async throws {
        let folder = try RunStore(display.store).open(run)
        let known = Set(try folder.request().hosts.map(\.id.name))
        for host in hosts where !known.contains(host) {
            throw ValidationError("run \(folder.run) has no host '\(host)'")
        }
        try await claim.claim(folder)
        var options = FleetRun.Options()
        options.isCancelling = true
        try await RunSession(display).resume(folder, options) { job in
            hosts.isEmpty || hosts.contains(job.host.name)
        }
    }
}
