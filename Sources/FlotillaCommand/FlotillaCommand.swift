import ArgumentParser
import FleetDocuments
import Flotilla

/// The program `flotilla`.
@main
struct FlotillaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flotilla",
        abstract:
            "Run scripts on many machines over SSH, and never lose a line of what they print.",
        discussion: """
            A script runs inside tmux on each host, so it outlives the connection. Its output \
            streams here, tagged by host, and into a log per host, byte for byte.

            Begin with a list of hosts and a command:

              flotilla exec -i web1,web2,db1 -- uptime
              flotilla run  -i fleet.yaml -l web patch.sh
              flotilla play -i fleet.yaml patch.yaml        several scripts in batches

            Exit status: 0 all ok, 1 some job failed, 2 a mistake in what was asked (nothing was \
            contacted), 3 some host unreachable or lost, 130 interrupted.
            """,
        version: FlotillaVersion.current,
        subcommands: [
            RunCommand.self, ExecCommand.self, PlayCommand.self, HostsCommand.self,
            RunsCommand.self,
            ShowCommand.self, ReportCommand.self, MergeCommand.self, LogsCommand.self,
            ResumeCommand.self,
            RetryCommand.self,
            CancelCommand.self, AttachCommand.self, CleanCommand.self, PingCommand.self,
            DoctorCommand.self, TrustCommand.self,
        ]
    )

    /// Parses, runs, and exits with the status of PRODUCT.md: ArgumentParser's own for a mistake is 64.
    static func main() async {
        do {
            try refuseUnknownCommand()
            var command = try parseAsRoot()
            do {
                if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
            } catch let mistake as ValidationError {
                Failure.exit(with: mistake, in: type(of: command))
            }
        } catch {
            Failure.exit(with: error)
        }
    }

    /// Names the command that a mistyped one stands for: ArgumentParser does so for flags only.
    private static func refuseUnknownCommand() throws {
        guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-") else {
            return
        }
        let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
        guard !names.contains(word) else { return }
        let suggestion = NearestName.suggestion(
            for: word, in: names, otherwise: "there are \(names.joined(separator: ", "))")
        throw ValidationError("no command '\(word)'; \(suggestion)")
    }
}
