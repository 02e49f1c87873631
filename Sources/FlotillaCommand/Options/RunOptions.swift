import ArgumentParser
import Flotilla

/// What the commands take that run the same on each host.
struct RunOptions: ParsableArguments {
    @OptionGroup var shared: WishOptions

    @Flag(help: "Leave once all scripts are started: they run on, and resume reads their output.")
    var detach = false

    /// What is shown and kept.
    var display: DisplayOptions { shared.display }

    /// What they come to, with nothing to run yet.
    func wish() throws -> RunWish { try shared.wish() }
}
