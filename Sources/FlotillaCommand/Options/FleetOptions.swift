import ArgumentParser
import FleetDocuments
import Flotilla

/// How much of the fleet at once.
struct FleetOptions: ParsableArguments {
    @OptionGroup
    var atOnce: FanoutOption

    @Option(
        help: ArgumentHelp(
            "Hosts in batches of this size, one after the other: 5, 20%, or a list 1,20%,100%.",
            valueName: "sizes"),
        transform: shares)
    var serial: [HostShare]?

    @Option(
        name: .customLong("max-fail"),
        help: ArgumentHelp(
            "Begin nothing more when more hosts than this have failed: 3 or 10%.",
            valueName: "n|n%"),
        transform: share)
    var maxFail: HostShare?

    /// Puts what was typed into a wish.
    func apply(to wish: inout RunWish) {
        wish.fleet.fanout = atOnce.fanout.map { Placed($0) }
        wish.fleet.serial = serial.map { Placed($0) }
        wish.fleet.maxFail = maxFail.map { Placed($0) }
    }
}
