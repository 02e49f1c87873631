import ArgumentParser
import Flotilla

/// `flotilla play`.
struct PlayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "play",
        abstract: "Run a playbook: scripts in order, on chosen hosts, in batches.",
        discussion: """
            On each host a step begins when the one before it has ended; hosts don't wait for \
            one another, unless the playbook says `serial`. A host on which a step fails has no \
            later ones. All mistakes are told before any host is contacted.

            EXAMPLES
              flotilla play patch.yaml                     as the playbook says
              flotilla play patch.yaml -C                  show all of it, contact nobody
              flotilla play patch.yaml -C --ping           and ask who is there
              flotilla play patch.yaml -l web3 -e to=12.8  one host, and a variable
              flotilla play patch.yaml --start-at reboot   without the steps before it
              flotilla play patch.yaml --step              ask before each step
            """)

    @OptionGroup var shared: WishOptions

    @Flag(name: [.customShort("C"), .long], help: "Show what would be done; contact nobody.")
    var check = false

    @Flag(help: "With --check: ask each host whether it is there.")
    var ping = false

    @Flag(help: "Ask before each step; needs a terminal.")
    var step = false

    @Option(
        name: .customLong("start-at"),
        help: ArgumentHelp("Begin with this step; leave out those before it.", valueName: "step"),
        completion: Completions.playbookStep)
    var startAt: String?

    @Argument(
        help: "The playbook's file.", completion: .file(extensions: ["yaml", "yml"]))
    var playbook: String

    func validate() throws {
        guard check || !ping else {
            throw ValidationError(
                "--ping goes with --check; to ask hosts whether they are there, `flotilla ping`")
        }
        guard !check || !step else {
            throw ValidationError("--check runs no step, so --step has nothing to ask about")
        }
    }

    func run() async throws {
        if step, !Question.canBeAsked {
            throw ValidationError("--step asks on the terminal, and there is none")
        }
        var wish = try shared.wish()
        wish.playbook = playbook
        wish.startAt = startAt
        let session = RunSession(shared.display)
        if check {
            try await session.check(wish, pinging: ping)
        } else {
            try await session.play(wish, askingBeforeSteps: step)
        }
    }
}
