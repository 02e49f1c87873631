import ArgumentParser
import FleetCore
import Flotilla

/// Which hosts.
struct InventoryOptions: ParsableArguments {
    @Option(
        name: [.customShort("i", allowingJoined: true), .customLong("inventory")],
        help: ArgumentHelp(
            "An inventory file, a program that prints one, a folder of them, or hosts with commas: "
                + "web1,web2 (repeatable; default: "
                + "$FLOTILLA_INVENTORY, else flotilla.yaml, inventory.yaml or "
                + "inventories/hosts.yaml in this folder).",
            valueName: "file|hosts"),
        completion: .file())
    var inventories: [String] = []

    @Option(
        name: .customLong("inventory-timeout"),
        help: ArgumentHelp(
            "How long an inventory program may take (default: 30s).", valueName: "duration"),
        transform: duration)
    var inventoryTimeout: Duration?

    @Option(
        name: [.customShort("l", allowingJoined: true), .customLong("limit")],
        help: ArgumentHelp(
            "Only these hosts: web, web:db, web:&prod, web:!web3, web*, web[0:2], ~regex, @file.",
            valueName: "pattern"),
        completion: Completions.pattern)
    var limits: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only one part of these hosts, by their names, of N that are counted from 0: 0/8 to 7/8.",
            valueName: "i/n"),
        transform: part)
    var shard: Shard?

    @Option(
        name: [.customShort("e", allowingJoined: true), .customLong("extra-vars")],
        help: ArgumentHelp(
            "Set a variable; a script finds it as $FLOTILLA_VAR_NAME (repeatable).",
            valueName: "name=value"))
    var variables: [String] = []

    /// Puts what was typed into a wish.
    func apply(to wish: inout RunWish) throws {
        wish.inventories = inventories
        if let inventoryTimeout { wish.inventoryTimeout = inventoryTimeout }
        wish.limits = limits
        wish.shard = shard
        for variable in variables {
            guard let equals = variable.firstIndex(of: "="), equals != variable.startIndex else {
                throw ValidationError("'\(variable)' is not of the form name=value (-e)")
            }
            let value = variable[variable.index(after: equals)...]
            wish.variables[String(variable[..<equals])] = String(value)
        }
    }
}
