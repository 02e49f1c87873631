import FleetCore
import FleetReport
import Flotilla

/// What `doctor` prints of hosts for people: one line for what many have in common.
struct DoctorText: CustomStringConvertible {
    private let reports: [HostReport]
    private let isVerbose: Bool
    private let wasAsked: Bool

    /// - Parameter wasAsked: Whether there were hosts to look at.
    init(_ reports: [HostReport], isVerbose: Bool, wasAsked: Bool) {
        self.reports = reports
        self.isVerbose = isVerbose
        self.wasAsked = wasAsked
    }

    /// This side: what is there, then a line for each advice.
    static func text(of here: LocalReport) -> String {
        let facts = here.facts.map { DisplayText.line($0) }.joined(separator: ", ")
        let lines = ["here: \(facts)"] + here.advice.map { "  \(words($0))" }
        return lines.map { $0 + "\n" }.joined()
    }

    var description: String {
        guard wasAsked else {
            return "hosts: none looked at; name some with -i (-i fleet.yaml, -i web1,web2)\n"
        }
        var lines: [String] = []
        if isVerbose {
            lines += reports.filter { $0.failure == nil }
                .map { "\($0.host): \($0.facts.joined(separator: ", "))" }
        }
        lines += advice + failures
        let well = reports.filter { $0.failure == nil && $0.advice.isEmpty }
        if !well.isEmpty { lines.append("\(folded(well)): all is well") }
        return (lines + ["", totals]).map { $0 + "\n" }.joined()
    }

    /// Each advice once, with the hosts that it is for; the gravest first, else as the hosts come.
    private var advice: [String] {
        var order: [Advice] = []
        var hosts: [Advice: [HostReport]] = [:]
        for report in reports {
            for one in report.advice {
                if hosts[one] == nil { order.append(one) }
                hosts[one, default: []].append(report)
            }
        }
        return Advice.Level.allCases.reversed().flatMap { level in
            order.filter { $0.level == level }
                .map { "\(folded(hosts[$0] ?? [])): \(DoctorText.words($0))" }
        }
    }

    private var failures: [String] {
        var order: [Unreachable] = []
        var hosts: [Unreachable: [HostReport]] = [:]
        for report in reports {
            guard let failure = report.failure else { continue }
            if hosts[failure] == nil { order.append(failure) }
            hosts[failure, default: []].append(report)
        }
        return order.map { failure in
            let who = folded(hosts[failure] ?? [])
            return
                "\(who): unreachable: \(failure.layer.rawValue): \(DisplayText.line(failure.message))"
        }
    }

    private var totals: String {
        let levels = Advice.Level.allCases.reversed().map { level in
            (level, reports.count { $0.failure == nil && $0.level == level })
        }
        let parts =
            levels.filter { $0.1 > 0 }.map {
                "\($0.1) with \($0.0 == .note ? "notes" : "\($0.0.rawValue)s")"
            }
        let well = reports.count { $0.failure == nil && $0.advice.isEmpty }
        let lost = reports.count { $0.failure != nil }
        return "\(reports.count.counted("host")): "
            + ((well > 0 ? ["\(well) well"] : []) + parts
            + (lost > 0 ? ["\(lost) unreachable"] : []))
            .joined(separator: ", ")
    }

    private func folded(_ reports: [HostReport]) -> String {
        "\(HostRanges(reports.map(\.host.name)))"
    }

    private static func words(_ advice: Advice) -> String {
        let remedy = advice.remedy.map { "\n      \(DisplayText.line($0))" } ?? ""
        return "\(advice.level.rawValue): \(DisplayText.line(advice.what))\(remedy)"
    }
}
