import ArgumentParser
import FleetCore
import FleetRecord
import FleetReport
import Flotilla
import Foundation
import SSHTransport

/// `flotilla clean`.
struct CleanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Remove what finished runs have left on hosts, and old runs from this disk.",
        discussion: """
            A job that failed or was lost, or ran with --keep-remote, leaves its output on the host. What \
            still runs is left alone, and so is a run that another flotilla works on.

            EXAMPLES
              flotilla clean                   what is left on hosts, of all finished runs
              flotilla clean last              of the latest
              flotilla clean --older-than 30d  and remove older runs from this disk
            """)

    @OptionGroup var store: StoreOptions

    @Option(
        name: .customLong("older-than"),
        help: ArgumentHelp(
            "Remove runs that began before this from this disk as well: 30d, 12h.",
            valueName: "duration"), transform: duration)
    var olderThan: Duration?

    @Argument(help: "The run's id, the beginning of it, or last; all unless said otherwise.")
    var run: String?

    func run() async throws {
        let store = try RunStore(store)
        let names = try run.map { [$0] } ?? store.runs().map(\.text)
        let folders = try names.map { try store.open($0) }
        var planner = RunPlanner(eventLoops: SSHEventLoops())
        planner.ask = Question.secret
        var isAllClean = true
        for folder in folders {
            guard try isFinished(folder) else { continue }
            if run != nil || !folder.isClean {
                isAllClean = try await clean(folder, with: planner) && isAllClean
            }
            if let olderThan, folder.isClean, try isOlder(folder, than: olderThan) {
                try FileManager.default.removeItem(atPath: folder.path)
                Output.write("\(folder.run): removed from this disk\n", to: .standardOutput)
            }
        }
        if !isAllClean { throw ProgramExit.hostLost }
    }

    private func isFinished(_ folder: RunFolder) throws -> Bool {
        let why: String
        if folder.isInUse {
            why = "another flotilla works on it"
        } else if try !RunHistory(of: folder).unfinished.isEmpty {
            why = "it has not ended: resume or cancel it first"
        } else {
            return true
        }
        Output.write("\(folder.run): left alone, \(why)\n", to: .standardError)
        return false
    }

    private func clean(_ folder: RunFolder, with planner: RunPlanner) async throws -> Bool {
        let result = try await SpoolCleaner(planner).clean(folder)
        if result.isClean { try folder.markClean() }
        let count = result.removed
        Output.write(
            "\(folder.run): \(count) spool\(count == 1 ? "" : "s") removed from hosts\n",
            to: .standardOutput)
        for job in result.running {
            Output.write("\(folder.run): \(job) still runs\n", to: .standardError)
        }
        for (host, why) in result.failures.sorted(by: { $0.key.name < $1.key.name }) {
            Output.write("\(folder.run): \(host): \(why)\n", to: .standardError)
        }
        return result.isClean
    }

    private func isOlder(_ folder: RunFolder, than age: Duration) throws -> Bool {
        Timestamp.now.duration(since: try folder.request().startedAt) > age
    }
}
