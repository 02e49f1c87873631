import ArgumentParser
import FleetDocuments
import Flotilla

/// What all commands that run something take.
struct WishOptions: ParsableArguments {
    @OptionGroup(title: "Which hosts")
    var inventory: InventoryOptions

    @OptionGroup(title: "How to get in")
    var host: HostOptions

    @OptionGroup(title: "How many at once")
    var fleet: FleetOptions

    @OptionGroup(title: "When something comes between")
    var job: JobOptions

    @OptionGroup(title: "What is shown and kept")
    var display: DisplayOptions

    /// What they come to, with nothing to run yet.
    func wish() throws -> RunWish {
        var wish = RunWish()
        try inventory.apply(to: &wish)
        host.apply(to: &wish)
        fleet.apply(to: &wish)
        job.apply(to: &wish)
        wish.commandLine = RecordedCommandLine.of(CommandLine.arguments)
        return wish
    }
}
