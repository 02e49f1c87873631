import FleetCore
import Flotilla

/// What `ping` prints for people.
struct PingText: CustomStringConvertible {
    private let pings: [HostPing]

    init(_ pings: [HostPing]) { self.pings = pings }

    var description: String {
        let rows = pings.map { ping in
            let last = ping.tries.last
            return [ping.host.name, ping.machine.description]
                + HostPing.Check.allCases.map { check in last.map { cell($0[check]) } ?? "-" }
                + ["\(ping.tries.count)", ping.verdict?.layer ?? "alive"]
        }
        let header = [["HOST", "ADDRESS", "ICMP", "TCP", "SSH", "TRIES", "VERDICT"]]
        let widths = header[0].indices.map { column in
            (header + rows).map { $0[column].count }.max() ?? 0
        }
        let lines = (header + rows).map { row in
            let padded = zip(row, widths).dropLast().map { cell, width in
                cell + String(repeating: " ", count: width - cell.count + 2)
            }
            return padded.joined() + (row.last ?? "")
        }
        return (lines + [""] + reasons + [totals]).joined(separator: "\n") + "\n"
    }

    /// `icmp 0.3 ms, tcp 1 ms, ssh: the server takes none of the keys`: one try.
    static func line(of findings: HostPing.Try) -> String {
        HostPing.Check.allCases.map { check in
            switch findings[check] {
            case .answered(let time): "\(check.rawValue) \(milliseconds(time))"
            case .failed(let why): "\(check.rawValue) failed: \(shown(why.message))"
            case .skipped(let why): "\(check.rawValue) not asked: \(shown(why))"
            }
        }.joined(separator: "; ")
    }

    private func cell(_ finding: HostPing.Finding) -> String {
        switch finding {
        case .answered(let time): PingText.milliseconds(time)
        case .failed: "dead"
        case .skipped: "-"
        }
    }

    private var reasons: [String] {
        let reasons = pings.compactMap { ping in
            ping.verdict.map { "\(ping.host): \(PingText.shown($0.description))" }
        }
        return reasons.isEmpty ? [] : reasons + [""]
    }

    private var totals: String {
        let alive = pings.count(where: \.isAlive)
        let hosts = "\(pings.count) host\(pings.count == 1 ? "" : "s")"
        let unasked = pings.compactMap { ping in
            if case .skipped(let why) = ping.tries.last?[.icmp] { why } else { nil }
        }
        let isUnasked = unasked.count == pings.count
        let why = isUnasked ? unasked.first.map { "; icmp not asked: \(PingText.shown($0))" } : nil
        return "\(hosts): \(alive) alive, \(pings.count - alive) not\(why ?? "")"
    }

    private static func milliseconds(_ time: Duration) -> String {
        let micro =
            time.components.attoseconds / 1_000_000_000_000
            + time.components.seconds * 1_000_000
        return micro < 10_000
            ? "\(micro / 1_000).\(micro / 100 % 10) ms" : "\(micro / 1_000) ms"
    }

    /// What a host may have said, without what a terminal would obey.
    private static func shown(_ text: String) -> String {
        String(
            text.unicodeScalars.map {
                $0.properties.generalCategory == .control ? "?" : Character($0)
            })
    }
}
