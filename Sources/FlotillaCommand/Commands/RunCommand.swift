import ArgumentParser
import Flotilla
import Foundation

/// `flotilla run`.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a script on hosts: a file, or the name of one in the inventory.",
        usage: "flotilla run [<options>] <script> [-- <argument> ...]",
        discussion: """
            The script runs in tmux on each host, in the user's home, with its standard input \
            empty. It goes on when the link drops, and its output is read on where it stopped.

            EXAMPLES
              flotilla run patch.sh                        all hosts of ./flotilla.yaml
              flotilla run -i web1,web2 patch.sh now       two hosts, no inventory needed
              flotilla run -l 'web:!web3' -f 10 patch.sh   all of web but web3, ten at once
              flotilla run patch.sh -- -x --dry-run        arguments that begin with '-'
              flotilla run --script a.sh --script b.sh     two scripts on each host
              flotilla run -C patch.sh                     show what would be done, only
            """)

    @OptionGroup var options: RunOptions

    @Option(
        name: .customLong("script"),
        help: ArgumentHelp("A script to run; several are run on each host.", valueName: "script"),
        completion: Completions.script)
    var scripts: [String] = []

    @Flag(name: [.customShort("C"), .long], help: "Show what would be done; contact nobody.")
    var check = false

    @Argument(
        help: ArgumentHelp(
            "A path, or the name of a script in the inventory.", valueName: "script"),
        completion: Completions.script)
    var script: String?

    @Argument(help: "What the script is called with.")
    var arguments: [String] = []

    func run() async throws {
        var wish = try options.wish()
        wish.steps = try steps()
        try await RunSession(options.display).run(
            wish, checkingOnly: check, detaching: options.detach)
    }

    private func steps() throws -> [StepWish] {
        if let script {
            guard scripts.isEmpty else {
                throw ValidationError(
                    "'\(script)' stands beside --script: give several scripts as "
                        + (scripts + [script]).map { "--script \($0)" }.joined(separator: " "))
            }
            try refuseSeveral(script)
            return [.script(script, arguments: arguments)]
        }
        guard !scripts.isEmpty else {
            throw ValidationError("no script: name one, as in `flotilla run patch.sh`")
        }
        return scripts.map { .script($0, arguments: []) }
    }

    /// `flotilla run a.sh b.sh` would pass `b.sh` to a.sh as an argument, which is hardly ever what is meant.
    private func refuseSeveral(_ script: String) throws {
        let isBehindTerminator = CommandLine.arguments.contains("--")
        guard !isBehindTerminator, !arguments.isEmpty, arguments.allSatisfy(RunCommand.isScript)
        else { return }
        let all = ([script] + arguments).map { "--script \($0)" }.joined(separator: " ")
        throw ValidationError(
            """
            several scripts: to run each on each host, write
              flotilla run \(all)
            to pass '\(arguments[0])' to \(script) as an argument, write
              flotilla run \(script) -- \(arguments.joined(separator: " "))
            """)
    }

    private static func isScript(_ argument: String) -> Bool {
        argument.hasSuffix(".sh")
            || FileManager.default.isExecutableFile(atPath: argument)
                && !argument.hasSuffix("/")
    }
}
