import FleetCore
import FleetExecution
public import FleetRecord
import FleetReport
import Foundation

/// Several runs of parts of a fleet, to be made into one report.
///
/// ```swift
/// let runs = try paths.map { try RunFolder.open(at: $0) }
/// let report = try await RunMerge(runs).write(in: store)
/// ```
public struct RunMerge: Sendable {
    private let folders: [RunFolder]
    private let requests: [RunRequest]

    /// Makes sure that the runs are parts of one.
    ///
    /// - Parameter isPartial: Whether parts of the fleet may be missing.
    /// - Throws: ``PlanError`` with `.cannotMerge`, with all that speaks against it, or `RecordError`.
    public init(_ folders: [RunFolder], isPartial: Bool = false) throws {
        self.folders = folders
        requests = try folders.map { try $0.request() }
        var mistakes = zip(folders, requests).compactMap { RunMerge.mistake(of: $0, $1) }
        mistakes += RunMerge.sharedHosts(of: requests)
        mistakes += RunMerge.otherScripts(of: requests)
        if !isPartial { mistakes += RunMerge.missingShards(of: requests) }
        guard mistakes.isEmpty else { throw PlanError(mistakes) }
    }

    /// Writes the folder of one run that has all jobs, events, logs and fetched files of these.
    ///
    /// - Parameter commandLine: The command line as typed, for the record.
    /// - Throws: `RecordError`; nothing is left of the folder then.
    public func write(in store: RunStore, commandLine: [String] = []) async throws -> RunFolder {
        var random = SystemRandomNumberGenerator()
        let run = RunID.merging(at: .now, using: &random)
        let request = RunRequest(merging: requests, as: run, commandLine: commandLine)
        let merged = try store.create(
            request, scripts: try scripts(),
            secrets: RunSecrets(nonce: Nonce(using: &random).text, environments: [:]))
        do {
            // Nothing of it is ever started, and nothing of it is on any host.
            try merged.forgetSecrets()
            try merged.markClean()
            try await fill(merged, jobs: request.jobs)
        } catch {
            try FileManager.default.removeItem(atPath: merged.path)
            throw error
        }
        return merged
    }

    private func scripts() throws -> [StepID: [UInt8]] {
        var scripts: [StepID: [UInt8]] = [:]
        for (folder, request) in zip(folders, requests) {
            for step in request.steps where step.copy == nil && scripts[step.id] == nil {
                scripts[step.id] = try folder.script(of: step.id)
            }
        }
        return scripts
    }

    private func fill(_ merged: RunFolder, jobs: [JobID]) async throws {
        let events = try folders.map { try $0.events() }
        let journal = try merged.journal()
        for event in MergedEvents(events, as: merged.run, jobs: jobs).events {
            try await journal.append(event)
        }
        for index in folders.indices {
            // What has no end, or was lost, may be taken up again, and its log grow.
            let open = RunSummary(events[index]).jobs.filter { job in
                job.end.map { $0.outcome.word == .lost } ?? true
            }
            let hosts = Set(open.map(\.job.host))
            try await merged.take(requests[index].hosts.map(\.id), of: folders[index]) {
                !hosts.contains($0)
            }
        }
    }
}

/// What speaks against merging runs.
extension RunMerge {
    private static func mistake(of folder: RunFolder, _ request: RunRequest) -> PlanError.Mistake? {
        if folder.isInUse {
            return PlanError.Mistake(
                .cannotMerge, "a flotilla works on run \(request.run); wait until that has ended")
        }
        guard request.mergedFrom == nil else {
            return PlanError.Mistake(
                .cannotMerge,
                "run \(request.run) is a report of others already; name those and the new ones")
        }
        return nil
    }

    /// Hosts that stand in more than one run.
    private static func sharedHosts(of requests: [RunRequest]) -> [PlanError.Mistake] {
        var owners: [HostID: RunID] = [:]
        var shared: [[RunID]: [HostID]] = [:]
        var order: [[RunID]] = []
        for request in requests {
            for host in request.hosts {
                guard let other = owners.updateValue(request.run, forKey: host.id) else { continue }
                let pair = [other, request.run]
                if shared[pair] == nil { order.append(pair) }
                shared[pair, default: []].append(host.id)
            }
        }
        return order.map { pair in
            let hosts = shared[pair, default: []].map(\.name)
            let more = hosts.count > 1 ? " and \(hosts.count - 1) more" : ""
            return PlanError.Mistake(
                .cannotMerge,
                pair[0] == pair[1]
                    ? "run \(pair[0]) is named twice"
                    : "host '\(hosts[0])'\(more) is in \(pair[0]) and in \(pair[1]); of a run and what "
                        + "was run again, name one")
        }
    }

    /// Steps of one name that run different scripts.
    private static func otherScripts(of requests: [RunRequest]) -> [PlanError.Mistake] {
        var first: [StepID: (RunID, RequestedStep)] = [:]
        return requests.flatMap { request in
            request.steps.compactMap { step in
                guard let (run, known) = first[step.id] else {
                    first[step.id] = (request.run, step)
                    return nil
                }
                guard !known.runsTheSame(as: step) else { return nil }
                return PlanError.Mistake(
                    .cannotMerge, "'\(step.id)' ran something else in \(request.run) than in \(run)"
                )
            }
        }
    }

    /// Parts of the fleet of which there is no run.
    private static func missingShards(of requests: [RunRequest]) -> [PlanError.Mistake] {
        let shards = requests.compactMap(\.shard)
        let counts = Set(shards.map(\.count))
        guard let count = counts.first else { return [] }
        guard counts.count == 1 else {
            let words = counts.sorted().map { "\($0)" }.joined(separator: " and ")
            return [.init(.cannotMerge, "the runs are of fleets split into \(words) shards")]
        }
        let missing = Set(0..<count).subtracting(shards.map(\.index)).sorted()
        guard let one = missing.first else { return [] }
        let more = missing.count > 1 ? " and \(missing.count - 1) more" : ""
        return [
            .init(
                .cannotMerge,
                "shard \(one)/\(count)\(more) is missing; name its run, or --partial for a report "
                    + "without it")
        ]
    }
}

extension RequestedStep {
    /// Whether the same bytes run with the same arguments, wherever they were read from.
    fileprivate func runsTheSame(as other: RequestedStep) -> Bool {
        (size, checksum, arguments) == (other.size, other.checksum, other.arguments)
            && copy == other.copy
    }
}
