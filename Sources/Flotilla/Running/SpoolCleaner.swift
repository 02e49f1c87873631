public import FleetCore
import FleetExecution
public import FleetRecord
import SSHTransport

/// Removes from hosts what finished jobs of a run have left there.
public struct SpoolCleaner: Sendable {
    /// What came of it.
    public struct Result: Hashable, Sendable {
        /// How many spools were removed.
        public var removed = 0
        /// The jobs whose script still runs, whatever their record says; they were left alone.
        public var running: [JobID] = []
        /// The hosts that weren't got into, or didn't do it, and why.
        public var failures: [HostID: String] = [:]

        /// Whether nothing is left on any host.
        public var isClean: Bool { running.isEmpty && failures.isEmpty }

        fileprivate mutating func add(_ other: Result) {
            removed += other.removed
            running += other.running
            failures.merge(other.failures) { $1 }
        }
    }

    private let planner: RunPlanner

    /// Creates a cleaner that gets into hosts as runs of `planner` do.
    public init(_ planner: RunPlanner) { self.planner = planner }

    /// Removes what the ended jobs of the run in `folder` have left.
    ///
    /// - Throws: `RecordError`, `KeyError` or `KnownHostsError`: then no host was contacted.
    public func clean(_ folder: RunFolder) async throws -> Result {
        let history = try RunHistory(of: folder)
        let ended = history.pasts.filter { $0.value.end != nil && $0.value.hasBegun }
        let plan = try await planner.plan(of: folder).limited(to: Set(ended.keys))
        return await withTaskGroup(of: Result.self) { group in
            var total = Result()
            for (index, host) in plan.hosts.enumerated() {
                if index >= plan.limits.fanout { total.add(await group.next() ?? Result()) }
                group.addTask { await clean(host, of: folder.run, history) }
            }
            for await result in group { total.add(result) }
            return total
        }
    }

    private func clean(
        _ host: PlannedHost, of run: RunID, _ history: RunHistory
    ) async -> Result {
        var result = Result()
        do throws(TransportError) {
            let connection = try await host.remote(on: planner.eventLoops).connect()
            for step in host.steps {
                let job = JobID(host: host.id, step: step)
                for start in 1...history.starts(of: job) {
                    let place = JobPlace(run: run, job: job, attempt: start)
                    switch try await CleanRequest(place: place).answer(over: connection) {
                    case .removed: result.removed += 1
                    case .missing: break
                    case .running: result.running.append(job)
                    default: result.failures[host.id] = "the host didn't remove \(job)'s folder"
                    }
                }
            }
            await connection.close()
        } catch {
            result.failures[host.id] = error.message
        }
        return result
    }
}

extension CleanRequest {
    fileprivate init(place: JobPlace) {
        var random = SystemRandomNumberGenerator()
        self.init(place: place, requestNonce: Nonce(using: &random))
    }
}
