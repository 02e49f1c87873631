import FleetCore
import FleetRecord
import Foundation

/// A store of runs in a folder of its own, which goes with it.
final class ScratchStore {
    let path: String
    let store: RunStore

    init() throws {
        path = NSTemporaryDirectory() + "flotilla-record-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        store = RunStore(path: "\(path)/state/runs")
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            // A test that made its folder unreadable has failed already; nothing else depends on
            // it.
        }
    }

    /// Makes the folder of a run with one step, `patch`, on one host, `web1`.
    func run(_ id: RunID = Sample.run) throws -> RunFolder {
        try store.create(
            Sample.request(id), scripts: [Sample.step: Array("echo hello\n".utf8)],
            secrets: RunSecrets(nonce: "00ff", environments: [:]))
    }

    func bytes(_ relative: String, of run: RunFolder) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(run.path)/\(relative)")))
    }

    /// The permission bits of a file or folder.
    func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}

/// Names that tests share.
enum Sample {
    static let run = require(RunID("20261125-091116-abcd"))
    static let host = require(HostID("web1"))
    static let step = require(StepID("patch"))
    static let job = JobID(host: host, step: step)
    static let time = Timestamp(milliseconds: 1_795_597_876_123)

    static func request(_ run: RunID = run) -> RunRequest {
        var request = RunRequest(run: run, startedAt: time, flotilla: "1.0.0")
        let machine = Machine(address: "192.0.2.1", port: 2222)
        request.hosts = [RequestedHost(id: host, machine: machine, user: "devops")]
        return request
    }

    static func event(_ event: JobEvent) -> RunEvent { RunEvent(at: time, .job(job, event)) }

    static let end = JobEnd(outcome: .ok, duration: .seconds(2), bytes: 6, lines: 1)
    static let ignoredEnd = {
        var end = JobEnd(outcome: .failed(.code(3)), duration: .zero, bytes: 0, lines: 0)
        end.isIgnored = true
        return end
    }()

    private static func require<Value>(_ value: Value?) -> Value {
        guard let value else { preconditionFailure("a sample name is not valid") }
        return value
    }
}
