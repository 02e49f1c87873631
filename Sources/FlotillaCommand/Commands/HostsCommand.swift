import ArgumentParser
import FleetDocuments
import FleetReport
import Flotilla
import Foundation
import SSHTransport

/// `flotilla hosts`.
struct HostsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hosts",
        abstract: "Show the inventory as it is resolved; contact nobody.",
        usage: "flotilla hosts [<options>]",
        discussion: """
            EXAMPLES
              flotilla hosts                  each host with its address, user and groups
              flotilla hosts -l 'web:&prod'   what a pattern means
              flotilla hosts --shard 0/8      the first of eight parts of the fleet
              flotilla hosts --graph          groups as a tree
              flotilla hosts --json           the shape of `ansible-inventory --list`
              flotilla hosts --check          all mistakes of the inventory's files
            """)

    @OptionGroup(title: "Which hosts")
    var inventory: InventoryOptions

    @Flag(help: "Groups as a tree.")
    var graph = false

    @Flag(help: "JSON in the shape of `ansible-inventory --list`.")
    var json = false

    @Flag(help: "Say what is wrong with the files, or how much is in them.")
    var check = false

    func validate() throws {
        guard [graph, json, check].count(where: { $0 }) <= 1 else {
            throw ValidationError("--graph, --json and --check exclude each other")
        }
        guard inventory.shard == nil || !(graph || json || check) else {
            throw ValidationError(
                "--shard is for the list of hosts; --graph, --json and --check show the whole inventory"
            )
        }
    }

    func run() async throws {
        var wish = RunWish()
        try inventory.apply(to: &wish)
        let planner = RunPlanner(eventLoops: SSHEventLoops(threads: 1))
        if check {
            let check = InventoryCheck(
                try planner.sources(of: wish), outputs: try await planner.programOutputs(for: wish),
                home: planner.home)
            guard check.isGood else { throw InventoryError(check.diagnostics) }
            Output.write(check.description, to: .standardOutput)
            return
        }
        let all = try await planner.inventory(for: wish)
        if json {
            Output.write(json: InventoryJSON(all).description, to: .standardOutput)
        } else {
            Output.write(try text(of: all, wish), to: .standardOutput)
        }
    }

    private func text(of inventory: Inventory, _ wish: RunWish) throws -> String {
        if graph { return GroupGraph(inventory)?.description ?? "" }
        return HostTable(try wish.hosts(in: inventory)).description
    }
}
