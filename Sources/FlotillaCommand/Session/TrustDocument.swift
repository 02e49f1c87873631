import FleetCore
import Flotilla
import Foundation
import SSHTransport

/// What `trust --json` prints: every host and every key.
struct TrustDocument: Encodable {
    private let hosts: [Host]

    private struct Host: Encodable {
        let host: HostID
        let address: String
        let port: UInt16
        let layer: String?
        let reason: String?
        let file: String?
        let keys: [Key]
        let missing: [Known]
    }

    private struct Key: Encodable {
        let type: String
        let fingerprint: String
        let key: String
        let standing: String
        let known: Known?
        let comparison: String?
        let learned: Bool
        let trouble: String?
    }

    private struct Known: Encodable {
        let type: String
        let fingerprint: String
        let place: String

        init(_ known: KnownHostKey) {
            type = known.key.algorithm
            fingerprint = known.key.fingerprint
            place = known.place
        }
    }

    init(_ reports: [HostKeyReport]) {
        hosts = reports.map { report in
            Host(
                host: report.host, address: report.machine.address, port: report.machine.port,
                layer: report.failure?.layer.rawValue,
                reason: report.failure?.message ?? report.obstacle,
                file: report.file, keys: report.shown.map { TrustDocument.key($0) },
                missing: report.missing.map { Known($0) })
        }
    }

    private static func key(_ shown: HostKeyReport.Shown) -> Key {
        let (standing, known) = words(shown.standing)
        return Key(
            type: shown.key.algorithm, fingerprint: shown.key.fingerprint,
            key: Data(shown.key.blob).base64EncodedString(), standing: standing, known: known,
            comparison: shown.comparison.map { word($0) }, learned: shown.isLearned,
            trouble: shown.trouble)
    }

    private static func words(_ standing: HostKeyStanding) -> (String, Known?) {
        switch standing {
        case .known: ("known", nil)
        case .unknown: ("new", nil)
        case .changed(let old): ("changed", Known(old))
        case .revoked(let line): ("revoked", Known(line))
        }
    }

    private static func word(_ comparison: HostKeyList.Comparison) -> String {
        switch comparison {
        case .listed: "listed"
        case .differs: "differs"
        case .revoked: "revoked"
        case .unlisted: "unlisted"
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
