import ArgumentParser
import FleetCore
import FleetDocuments
import FleetReport
import Flotilla
import Foundation
import SSHTransport

/// `flotilla ping`.
struct PingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ping",
        abstract: "Ask each host whether it is there: ICMP, TCP and an SSH command.",
        discussion: """
            A host is alive when a command runs on it. Where it isn't, the verdict names the layer that is \
            dead.

            Exit status: 0 when all hosts are alive, 3 otherwise.

            EXAMPLES
              flotilla ping                                all hosts of ./flotilla.yaml
              flotilla ping -l db --retries 10 --delay 5s  for a host that may come back
              flotilla ping --json
            """)

    @OptionGroup(title: "Which hosts")
    var inventory: InventoryOptions

    @OptionGroup(title: "How to get in")
    var host: HostOptions

    @OptionGroup
    var atOnce: FanoutOption

    @Option(
        help: ArgumentHelp(
            "Ask a host that isn't alive again, this often (default: 2).", valueName: "n"),
        transform: count)
    var retries: Int?

    @Option(
        help: ArgumentHelp("How long to wait before that (default: 1s).", valueName: "duration"),
        transform: duration)
    var delay: Duration?

    @Flag(name: .shortAndLong, help: "Show also the tries that went well, as they come.")
    var verbose = false

    @Flag(help: "One JSON document, with every try and every check.")
    var json = false

    func run() async throws {
        var wish = RunWish()
        try inventory.apply(to: &wish)
        host.apply(to: &wish)
        wish.fleet.fanout = atOnce.fanout.map { .init($0) }
        let eventLoops = SSHEventLoops()
        var planner = RunPlanner(eventLoops: eventLoops)
        planner.ask = Question.secret
        let plan = try await planner.plan(wish)
        var ping = FleetPing(plan, eventLoops: eventLoops)
        ping.retries = retries ?? ping.retries
        ping.delay = delay ?? ping.delay
        let showsTries = !json
        let showsAll = verbose
        let most = ping.retries + 1
        let found = await ping.ask { host, number, findings in
            guard showsTries, showsAll || !findings.isGood else { return }
            let line = "\(host): try \(number) of \(most): \(PingText.line(of: findings))\n"
            Output.write(line, to: .standardOutput)
        }
        if json {
            Output.write(json: try PingDocument(found).text, to: .standardOutput)
        } else {
            Output.write(PingText(found).description, to: .standardOutput)
        }
        // The event loops end with the process.
        if !found.allSatisfy(\.isAlive) { throw ProgramExit.hostLost }
    }
}
