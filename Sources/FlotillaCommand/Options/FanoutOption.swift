import ArgumentParser

/// How many hosts are worked on at once.
struct FanoutOption: ParsableArguments {
    @Option(
        name: [
            .customShort("f", allowingJoined: true), .customLong("fanout"), .customLong("forks"),
        ],
        help: ArgumentHelp("How many hosts to work on at once (default: 50).", valueName: "n"),
        transform: positive)
    var fanout: Int?
}
