import Foundation
import Testing

/// A run's folder, as any program may read it.
struct RunOnDisk {
    let path: String

    /// What `summary.json` says, as far as tests ask.
    struct Summary: Decodable {
        let exit: Int32
        let interrupted: Bool
        let jobs: [Job]

        struct Job: Decodable {
            let host: String
            let step: String
            let status: String
            let reason: String?
            let starts: Int
            let reconnects: Int
            let log: String?
            let outcome: Outcome?
        }

        struct Outcome: Decodable {
            let exit: Exit?
            let unreachable: Unreachable?
        }

        struct Exit: Decodable {
            let code: Int?
            let signal: String?
            let interpreter: String?
            let refused: String?
        }

        struct Unreachable: Decodable {
            let layer: String
            let message: String
        }
    }

    var summary: Summary {
        get throws {
            try JSONDecoder().decode(
                Summary.self, from: Data(bytes(ofFile: "\(path)/summary.json")))
        }
    }

    /// The row of one job.
    func job(_ host: String, _ step: String? = nil) throws -> Summary.Job {
        let found = try summary.jobs.first { $0.host == host && $0.step == step ?? $0.step }
        return try #require(found)
    }

    /// The table, as a person reads it.
    var table: String {
        get throws { String(decoding: try bytes(ofFile: "\(path)/summary.txt"), as: UTF8.self) }
    }

    /// What a job printed.
    func log(_ host: String, _ step: String = "exec") throws -> [UInt8] {
        try bytes(ofFile: "\(path)/hosts/\(host)/\(step).log")
    }

    /// What a job printed, as text.
    func text(_ host: String, _ step: String = "exec") throws -> String {
        String(decoding: try log(host, step), as: UTF8.self)
    }
}
