import FleetCore
import FleetReport
import Flotilla
import SSHTransport

/// What `trust` prints for people.
struct TrustText {
    private let reports: [HostKeyReport]
    private let list: String?

    init(_ reports: [HostKeyReport], comparedWith list: String? = nil) {
        self.reports = reports
        self.list = list
    }

    /// A line for each key and each host that shows none, then the totals.
    var keys: String {
        let rows = reports.flatMap { report in
            if let failure = report.failure {
                return [
                    [report.host.name, "-", "-", "\(failure.layer.rawValue): \(failure.message)"]
                ]
            }
            if let obstacle = report.obstacle {
                return [[report.host.name, "-", "-", "not asked: \(obstacle)"]]
            }
            return report.shown.map { shown in
                [report.host.name, shown.key.typeName, shown.key.fingerprint, words(about: shown)]
            }
                + report.missing.map { missing in
                    [
                        report.host.name, missing.key.typeName, missing.key.fingerprint,
                        "NOT SHOWN: \(missing.place) has it",
                    ]
                }
        }
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            zip(row, widths).map { DisplayText.padded($0, to: $1) + "  " }.joined()
                + DisplayText.line(row[3])
        }
        return (lines + ["", totals]).joined(separator: "\n") + "\n"
    }

    /// What has been written down, and what could not be.
    var learned: String {
        let shown = reports.flatMap { report in report.shown.map { (report, $0) } }
        let troubles = shown.compactMap { report, shown in
            shown.trouble.map { "\(report.host): \(shown.key.typeName) \($0)" }
        }
        var files: [String: Int] = [:]
        for (report, shown) in shown where shown.isLearned {
            files[report.file ?? "", default: 0] += 1
        }
        let written = files.sorted { $0.key < $1.key }
            .map { "learned \($0.value.counted("key")) into \($0.key)" }
        return (troubles.map { DisplayText.line($0) } + written).map { $0 + "\n" }.joined()
    }

    /// What the operator is asked before anything is written; `nil` where nothing would be.
    func question(replacing replacesChanged: Bool) -> String? {
        let new = reports.map { $0.count { $0 == .unknown } }.reduce(0, +)
        let changed = replacesChanged ? reports.map { $0.count(where: \.isChange) }.reduce(0, +) : 0
        guard new + changed > 0 else { return nil }
        let hosts = reports.count { report in
            report.count { $0 == .unknown || (replacesChanged && $0.isChange) } > 0
        }
        var parts: [String] = []
        if new > 0 { parts.append("learn \(new.counted("new key"))") }
        if changed > 0 { parts.append("replace \(changed.counted("changed key"))") }
        return "\(parts.joined(separator: " and ")) of \(hosts.counted("host"))? y(es), n(o): "
    }

    private func words(about shown: HostKeyReport.Shown) -> String {
        if let comparison = shown.comparison { return words(about: comparison) }
        switch shown.standing {
        case .known: return "known"
        case .unknown: return "new"
        case .changed(let old): return "CHANGED: known is \(old.key.fingerprint) (\(old.place))"
        case .revoked(let line): return "REVOKED: \(line.place)"
        }
    }

    private func words(about comparison: HostKeyList.Comparison) -> String {
        switch comparison {
        case .listed: "as listed"
        case .unlisted: "NOT LISTED"
        case .differs(let other): "DIFFERS: listed is \(other.key.fingerprint) (\(other.place))"
        case .revoked(let line): "REVOKED: \(line.place)"
        }
    }

    private var totals: String {
        var parts: [String] = []
        let shown = reports.flatMap(\.shown)
        func add(_ number: Int, _ word: String) {
            if number > 0 { parts.append("\(number) \(word)") }
        }
        if let list {
            let differences = shown.count { $0.comparison != .listed }
            add(shown.count - differences, "as listed in \(list)")
            add(differences, "not")
            add(reports.map(\.missing.count).reduce(0, +), "listed and not shown")
        } else {
            add(shown.count { $0.standing == .known }, "known")
            add(shown.count { $0.standing == .unknown }, "new")
            add(shown.count { $0.standing.isChange }, "changed")
            add(shown.count { $0.standing.isRevocation }, "revoked")
        }
        let silent = reports.count { $0.failure != nil || $0.obstacle != nil }
        let keys = "\(shown.count.counted("key")): \(parts.joined(separator: ", "))"
        return [
            reports.count.counted("host"), shown.isEmpty ? nil : keys,
            silent == 0 ? nil : "\(silent) not asked",
        ].compactMap { $0 }.joined(separator: "; ")
    }
}
