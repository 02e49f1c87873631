import FleetCore
import Flotilla
import Foundation

/// What `ping --json` prints: every host, every try, every check.
struct PingDocument: Encodable {
    private let hosts: [Host]

    private struct Host: Encodable {
        let host: HostID
        let address: String
        let port: UInt16
        let alive: Bool
        let layer: String?
        let reason: String?
        let tries: [[String: Finding]]
    }

    private struct Finding: Encodable {
        var answered = false
        var seconds: Double?
        var reason: String?
        var skipped = false

        init(_ finding: HostPing.Finding) {
            switch finding {
            case .answered(let time):
                answered = true
                seconds =
                    Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
            case .failed(let why): reason = why.message
            case .skipped(let why):
                skipped = true
                reason = why
            }
        }
    }

    init(_ pings: [HostPing]) {
        hosts = pings.map { ping in
            Host(
                host: ping.host, address: ping.machine.address, port: ping.machine.port,
                alive: ping.isAlive, layer: ping.verdict?.layer, reason: ping.verdict?.message,
                tries: ping.tries.map { findings in
                    Dictionary(
                        uniqueKeysWithValues: HostPing.Check.allCases.map {
                            ($0.rawValue, Finding(findings[$0]))
                        })
                })
        }
    }

    /// The document, indented, with a final newline.
    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
        }
    }
}
