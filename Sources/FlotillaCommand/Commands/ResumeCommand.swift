import ArgumentParser
import FleetRecord

/// `flotilla resume`.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a run whose controller died, left, was detached or lost a host.",
        discussion: """
            Each script's output is read on at the byte where the log ends, after a check that the log is \
            the beginning of what is on the host. What has been started is never started again; what \
            hasn't been is started now. A job that was lost is looked for again.

            EXAMPLES
              flotilla resume last
              flotilla resume 20261125-0911          the beginning of the id is enough
              flotilla resume last --steal           although another flotilla works on it
            """)

    @OptionGroup(title: "What is shown and kept")
    var display: DisplayOptions

    @OptionGroup var claim: ClaimOptions

    @Argument(help: "The run's id, the beginning of it, or last.")
    var run: String

    func run() async throws {
        let folder = try RunStore(display.store).open(run)
        try await claim.claim(folder)
        try await RunSession(display).resume(folder)
    }
}
