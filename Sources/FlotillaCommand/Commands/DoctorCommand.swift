import ArgumentParser
import FleetCore
import FleetDocuments
import FleetReport
import Flotilla
import Foundation
import SSHTransport

/// `flotilla doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Find out what is missing here or on the hosts, and how to mend it.",
        discussion: """
            Looks at this side, then logs into each host and asks it what it has of what a job needs: a folder \
            for the output and room in it, tmux and a locale that it starts in, sudo, SFTP, the clock. Nothing is \
            left behind on the hosts. Without an inventory, only this side is looked at.

            A note says what is different from elsewhere; a warning, what you do without; a problem keeps jobs \
            from running or endangers what they print.

            Exit status: 0 when there is no problem, 1 when there is one, 3 when some host could not be looked at.

            EXAMPLES
              flotilla doctor                     this side, and all of ./flotilla.yaml
              flotilla doctor 'web:!web3' -v      what each of them has
              flotilla doctor -i root@10.0.0.7,   a host before it is in any inventory
              flotilla doctor --become --json
            """)

    @OptionGroup(title: "Which hosts")
    var inventory: InventoryOptions

    @OptionGroup(title: "How to get in")
    var host: HostOptions

    @OptionGroup
    var atOnce: FanoutOption

    @Flag(name: .shortAndLong, help: "Look whether jobs may become another user by sudo.")
    var become = false

    @Option(
        name: .customLong("become-user"),
        help: ArgumentHelp("Which one (default: root).", valueName: "name"), transform: loginName)
    var becomeUser: String?

    @Flag(name: .shortAndLong, help: "Show what each host has.")
    var verbose = false

    @Flag(help: "One JSON document, with everything that was found.")
    var json = false

    @Argument(
        help: ArgumentHelp("Only these hosts, as -l takes them.", valueName: "pattern"),
        completion: Completions.pattern)
    var patterns: [String] = []

    func run() async throws {
        let eventLoops = SSHEventLoops()
        let doctor = FleetDoctor(eventLoops: eventLoops)
        var planner = RunPlanner(eventLoops: eventLoops)
        planner.ask = Question.secret
        let planned: Result<RunPlan?, any Error>
        do { planned = .success(try await plan(planner)) } catch { planned = .failure(error) }
        // This side may be what keeps a plan from being made: it is looked at all the same.
        let here = await doctor.examineThisSide(
            environment: planner.environment, home: planner.home, for: try? planned.get())
        if !json { Output.write(DoctorText.text(of: here), to: .standardOutput) }
        let plan = try planned.get()
        let hosts = if let plan { await doctor.examine(plan) } else { [HostReport]() }
        Output.write(
            json
                ? try DoctorDocument(here, hosts).text
                : DoctorText(hosts, isVerbose: verbose, wasAsked: plan != nil).description,
            to: .standardOutput)
        // The event loops end with the process.
        if hosts.contains(where: { $0.failure != nil }) { throw ProgramExit.hostLost }
        let advice = here.advice + hosts.flatMap(\.advice)
        if advice.contains(where: { $0.level == .problem }) { throw ProgramExit.jobFailed }
    }

    /// The plan of the hosts; `nil` where no inventory is named, and none lies here.
    private func plan(_ planner: RunPlanner) async throws -> RunPlan? {
        var wish = RunWish()
        try inventory.apply(to: &wish)
        wish.limits += patterns
        host.apply(to: &wish)
        wish.fleet.fanout = atOnce.fanout.map { .init($0) }
        if become || becomeUser != nil {
            wish.host.job.become = Placed(.user(becomeUser ?? "root"))
        }
        // As a step would be: it says whom jobs become, where the inventory does.
        wish.steps = [.command("true")]
        do {
            return try await planner.plan(wish)
        } catch let error as PlanError
            where error.mistakes.map(\.code) == [.noInventory] && wish.limits.isEmpty
        {
            return nil
        }
    }
}
