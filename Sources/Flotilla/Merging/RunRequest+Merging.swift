import FleetCore
import FleetRecord
import Foundation

extension RunRequest {
    /// What several runs were asked, as one: their hosts by name, their steps in order.
    ///
    /// - Parameter run: The one that is made of them.
    init(merging requests: [RunRequest], as run: RunID, commandLine: [String]) {
        let plays = RunRequest.plays(of: requests)
        let versions = requests.map(\.version)
        self.init(
            run: run, startedAt: requests.map(\.startedAt).min() ?? Timestamp(milliseconds: 0),
            flotilla: FlotillaVersion.current, plays: plays.isEmpty ? nil : plays,
            copiesFiles: versions.contains { $0 >= 3 }, hasWays: versions.contains { $0 >= 4 })
        self.commandLine = commandLine
        workingDirectory = FileManager.default.currentDirectoryPath
        mergedFrom = requests.map(\.run)
        fanout = requests.map(\.fanout).max() ?? fanout
        for step in requests.flatMap(\.steps) where !steps.contains(where: { $0.id == step.id }) {
            steps.append(step)
        }
        hosts = requests.flatMap { hosts(of: $0) }.sorted { left, right in
            left.id.name.compare(right.id.name, options: .numeric) == .orderedAscending
        }
    }

    /// The hosts of one of the runs; each says what only that run said of its steps.
    private func hosts(of request: RunRequest) -> [RequestedHost] {
        let common = Dictionary(uniqueKeysWithValues: steps.map { ($0.id.name, $0.policy) })
        return request.hosts.map { host in
            var host = host
            let ids = host.steps ?? request.steps.map(\.id)
            host.steps = ids == steps.map(\.id) ? nil : ids
            for step in request.steps where ids.contains(step.id) {
                let policy = host.policies[step.id.name] ?? step.policy
                host.policies[step.id.name] = policy == common[step.id.name] ? nil : policy
            }
            return host
        }
    }

    /// The plays of all runs: one for each that differs in more than its hosts.
    private static func plays(of requests: [RunRequest]) -> [Play] {
        var plays: [Play] = []
        for play in requests.flatMap({ $0.plays ?? [] }) {
            if let same = plays.firstIndex(where: {
                $0.name == play.name && $0.stages == play.stages
            }) {
                plays[same].hosts += play.hosts
            } else {
                plays.append(play)
            }
        }
        return plays
    }
}
