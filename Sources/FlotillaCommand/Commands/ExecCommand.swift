import ArgumentParser
import Flotilla

/// `flotilla exec`.
struct ExecCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Run a one-line command on hosts.",
        usage: "flotilla exec [<options>] -- <command> ...",
        discussion: """
            The words are joined with blanks, as ssh does, and run by the host's sh.

            EXAMPLES
              flotilla exec -i web1,web2,db1 -- uptime
              flotilla exec -l db --output grouped -- cat /etc/debian_version
              flotilla exec -- 'df -h / | tail -1'
            """)

    @OptionGroup var options: RunOptions

    @Flag(name: [.customShort("C"), .long], help: "Show what would be done; contact nobody.")
    var check = false

    @Argument(help: "The command and its arguments.")
    var command: [String] = []

    func run() async throws {
        let line = command.joined(separator: " ")
        guard !line.allSatisfy(\.isWhitespace) else {
            throw ValidationError(
                "no command: write it behind '--', as in `flotilla exec -- uptime`")
        }
        var wish = try options.wish()
        wish.steps = [.command(line)]
        try await RunSession(options.display).run(
            wish, checkingOnly: check, detaching: options.detach)
    }
}
