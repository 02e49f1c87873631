import FleetCore
import Flotilla

/// What `--check` shows: who would run what, where, as whom.
struct PlanText: CustomStringConvertible {
    private let plan: RunPlan

    init(_ plan: RunPlan) { self.plan = plan }

    var description: String {
        let rows = plan.hosts.map { host in
            [
                host.id.name, "\(host.user)@\(host.machine)",
                plan.steps.map(\.id.name).joined(separator: ", "),
            ]
        }
        let header = [["HOST", "LOGIN", "RUNS"]]
        let widths = (0..<2).map { column in
            (header + rows).map { $0[column].count }.max() ?? 0
        }
        let lines = (header + rows).map { row in
            zip(row, widths).map { $0.padding(to: $1) }.joined(separator: "  ") + "  " + row[2]
        }
        return lines.joined(separator: "\n") + "\n\n" + footer + "\n"
    }

    private var footer: String {
        let jobs = plan.jobs.count
        let fanout = min(plan.fanout, plan.hosts.count)
        let scripts = plan.steps.map {
            "\($0.id): \($0.work.script?.source ?? $0.work.description)"
        }.joined(separator: "\n")
        return
            "\(scripts)\n\(jobs) job\(jobs == 1 ? "" : "s"), \(fanout) host\(fanout == 1 ? "" : "s") at once; "
            + "nothing was contacted"
    }
}

extension String {
    /// The text with blanks up to `width`.
    func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
