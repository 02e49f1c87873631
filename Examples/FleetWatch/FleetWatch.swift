import FleetCore
import FleetRecord
import Flotilla
import Foundation

/// Runs a command on a fleet and reacts to what happens: `FleetWatch web1,web2 uptime`.
@main
struct FleetWatch {
    static func main() async {
        let words = CommandLine.arguments.dropFirst()
        guard let inventory = words.first, words.count > 1 else {
            FleetWatch.leave("usage: FleetWatch INVENTORY COMMAND…", status: 2)
        }
        var wish = RunWish()
        wish.inventories = [inventory]
        wish.steps = [.command(words.dropFirst().joined(separator: " "))]
        do {
            // Every mistake is thrown here, before any host is contacted.
            let plan = try await RunPlanner().plan(wish)
            let run = try FleetRun(plan)
            let outcomes = try await run.carryOut { events in
                await watch(events, of: run.jobs.count)
            }
            let good = outcomes.values.count(where: \.isGood)
            print("\(good) ok, \(outcomes.count - good) not; logs in \(run.folder.path)")
            exit(good == outcomes.count ? 0 : 1)
        } catch {
            leave("\(error)", status: 2)
        }
    }

    /// Says what somebody who watches would want to know; here one could call for help, or fill a dashboard.
    static func watch(_ events: RunEvents, of count: Int) async {
        var left = count
        for await event in events {
            guard case .job(let job, let what) = event.kind else { continue }
            switch what {
            case .connectionLost(let reason): print("\(job.host) is out of reach: \(reason)")
            case .reconnected(let away): print("\(job.host) is back after \(away)")
            case .rebooted: print("\(job.host) has rebooted")
            case .ended(let end):
                left -= 1
                let why = end.outcome.detail.map { " (\($0))" } ?? ""
                print("\(job.host): \(end.outcome.word.rawValue)\(why), \(left) to go")
            default: break
            }
        }
    }

    static func leave(_ message: String, status: Int32) -> Never {
        FileHandle.standardError.write(Data("\(message)\n".utf8))
        exit(status)
    }
}
