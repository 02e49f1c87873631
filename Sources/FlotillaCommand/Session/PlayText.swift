import FleetCore
import Flotilla

/// What `--check` shows of a playbook: each play with its batches and hosts, its steps and what they run.
struct PlayText: CustomStringConvertible {
    private let plan: RunPlan
    private let hosts: [HostID: PlannedHost]
    private let works: [StepID: StepWork]
    /// One width for hosts and steps, so that all stand in one column.
    private let width: Int

    init(_ plan: RunPlan) {
        self.plan = plan
        hosts = Dictionary(uniqueKeysWithValues: plan.hosts.map { ($0.id, $0) })
        works = Dictionary(uniqueKeysWithValues: plan.steps.map { ($0.id, $0.work) })
        width = (plan.hosts.map(\.id.name.count) + plan.steps.map(\.id.name.count)).max() ?? 0
    }

    var description: String {
        let plays = plan.plays.indices.map { play(plan.plays[$0], number: $0 + 1) }
        return plays.joined(separator: "\n") + "\n" + footer
    }

    private func play(_ play: Play, number: Int) -> String {
        let mark = BatchMark(
            name: play.name, play: (number, of: plan.plays.count), batch: (1, of: 1),
            hosts: play.hosts.count)
        let batches = play.batches
        var lines = [mark.description, "  \(limits(of: play))"]
        for (index, batch) in batches.enumerated() {
            lines.append(
                batches.count == 1 ? "  hosts" : "  batch \(index + 1) of \(batches.count)")
            lines += columns(
                batch.compactMap { hosts[$0] }
                    .map { ($0.id.name, "\($0.user)@\($0.machine)") })
        }
        lines.append("  steps")
        for stage in play.stages {
            if stage.count > 1 { lines.append("    at once:") }
            let indent = stage.count > 1 ? "  " : ""
            lines += stage.flatMap { step in self.step(step, of: play) }.map { indent + $0 }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func limits(of play: Play) -> String {
        let perHost = play.perHost.map { "\($0)" } ?? "as many jobs as each host allows"
        var words = ["\(play.limits.fanout) hosts at once", "\(perHost) at once on a machine"]
        if !play.limits.serial.isEmpty {
            words.append("serial \(play.limits.serial.map(\.description).joined(separator: ", "))")
        }
        if let maxFail = play.limits.maxFail { words.append("max_fail \(maxFail)") }
        if play.isEndedByAnyFailure { words.append("any_errors_fatal") }
        return words.joined(separator: ", ")
    }

    private func step(_ step: PlayStep, of play: Play) -> [String] {
        guard let work = works[step.id] else { return [] }
        let first = "    " + step.id.name.padding(to: width) + "  " + work.description
        var rules = step.conditions.map { "only when \($0)" }
        if step.runsOnce { rules.append("once for all hosts") }
        if step.onFailure != .stop { rules.append("on_failure: \(step.onFailure.rawValue)") }
        if let host = play.hosts.first.flatMap({ hosts[$0] }) {
            rules += PlayText.rules(of: host.policy(of: step.id))
        }
        let blanks = String(repeating: " ", count: width + 6)
        return [first] + rules.map { blanks + $0 }
    }

    /// What a policy says beyond the product's defaults.
    private static func rules(of policy: JobPolicy) -> [String] {
        var rules: [String] = []
        if let user = policy.becomeUser { rules.append("become: \(user)") }
        if let timeout = policy.timeout { rules.append("timeout: \(text(timeout))") }
        if let idle = policy.idleTimeout { rules.append("idle_timeout: \(text(idle))") }
        if policy.retries > 0 {
            let delay = policy.delay > .zero ? ", delay: \(text(policy.delay))" : ""
            rules.append("retries: \(policy.retries)\(delay)")
        }
        switch policy.onReboot {
        case .report: break
        case .rerun(let most): rules.append("on_reboot: { rerun: \(most) }")
        case .expected(let within): rules.append("on_reboot: { expected: \(text(within)) }")
        }
        return rules
    }

    private static func text(_ duration: Duration) -> String {
        let seconds = duration.seconds
        return seconds == seconds.rounded() ? "\(Int(seconds))s" : "\(seconds)s"
    }

    private func columns(_ rows: [(String, String)]) -> [String] {
        rows.map { "    " + $0.padding(to: width) + "  " + $1 }
    }

    private var footer: String {
        let jobs = plan.jobs.count
        let hosts = plan.hosts.count
        return "\(jobs) job\(jobs == 1 ? "" : "s") on \(hosts) host\(hosts == 1 ? "" : "s")\n"
    }
}
