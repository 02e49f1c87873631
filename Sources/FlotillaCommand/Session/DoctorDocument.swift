import FleetCore
import Flotilla
import Foundation

/// What `doctor --json` prints: everything that was found.
struct DoctorDocument: Encodable {
    private let here: Here
    private let hosts: [Host]

    private struct Here: Encodable {
        let facts: [String]
        let advice: [Advice]
    }

    private struct Host: Encodable {
        let host: HostID
        let address: String
        let port: UInt16
        let layer: String?
        let reason: String?
        let facts: [String]
        let advice: [Advice]
    }

    init(_ here: LocalReport, _ hosts: [HostReport]) {
        self.here = Here(facts: here.facts, advice: here.advice)
        self.hosts = hosts.map { report in
            Host(
                host: report.host, address: report.machine.address, port: report.machine.port,
                layer: report.failure?.layer.rawValue, reason: report.failure?.message,
                facts: report.facts, advice: report.advice)
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
