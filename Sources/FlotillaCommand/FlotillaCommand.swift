import ArgumentParser
import Flotilla

/// The program `flotilla`.
@main
struct FlotillaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flotilla",
        abstract:
            "Run scripts on many machines over SSH, and never lose a line of what they print.",
        discussion: """
            A script runs inside tmux on each host, so it outlives the connection. Its output streams
            here, tagged by host, and into a log per host, byte for byte.

            Begin with a list of hosts and a command:

              flotilla exec -i web1,web2,db1 -- uptime
              flotilla run  -i fleet.yaml -l web patch.sh --quiet

            Exit status: 0 all ok, 1 some job failed, 2 a mistake in what was asked (nothing was
            contacted), 3 some host unreachable or lost, 130 interrupted.
            """,
        version: FlotillaVersion.current,
        subcommands: [
            RunCommand.self, ExecCommand.self, HostsCommand.self, ShowCommand.self,
            LogsCommand.self,
        ]
    )

    /// Parses, runs, and exits with the status of PRODUCT.md: ArgumentParser's own for a mistake is 64.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            Failure.exit(with: error)
        }
    }
}
