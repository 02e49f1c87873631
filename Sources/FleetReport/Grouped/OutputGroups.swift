public import FleetCore

/// Reads a job's stored output: some bytes from `offset` on, of a bounded number; none at its end.
public typealias StoredOutput =
    @Sendable (_ job: JobID, _ offset: SpoolOffset) async throws -> [UInt8]

/// The jobs of a run, folded by what they printed: `--output grouped`.
///
/// Logs are read twice, in pieces: once for a keyed hash of each, once to print one log of each
/// group. So memory doesn't grow with their size.
public struct OutputGroups: Sendable {
    /// Jobs of one step with the same status and byte for byte the same output.
    public struct Group: Hashable, Sendable {
        /// The jobs, in the order of the inventory.
        public let jobs: [JobSummary]
        /// How many bytes each of them printed.
        public let bytes: UInt64

        /// The step that all of them are of.
        var step: StepID? { jobs.first?.job.step }
    }

    /// The groups: of each step the largest, with which the others are compared, then those in the order in which
    /// their first jobs come; jobs that printed nothing are groups as well.
    public let groups: [Group]
    /// When the last of it happened.
    let time: Timestamp
    let showsStep: Bool

    /// Reads and folds the output of all jobs that have ended.
    ///
    /// - Throws: What `output` throws.
    public init(of summary: RunSummary, reading output: StoredOutput) async throws {
        var order: [Key] = []
        var members: [Key: [JobSummary]] = [:]
        for job in summary.jobs {
            guard let end = job.end else { continue }
            var digest = OutputDigest()
            while case let piece = try await output(job.job, digest.end), !piece.isEmpty {
                digest.add(piece)
            }
            let key = Key(step: job.job.step, status: end.outcome, digest: digest.value)
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(job)
        }
        self.showsStep = summary.hasSeveralSteps
        self.time = summary.lastEventAt ?? Timestamp(milliseconds: 0)
        self.groups = OutputGroups.largestFirst(
            order.map { Group(jobs: members[$0] ?? [], bytes: $0.digest.end.bytes) })
    }

    /// The groups of each step with the largest at their head, the steps in their order.
    private static func largestFirst(_ groups: [Group]) -> [Group] {
        var steps: [StepID?] = []
        var ofStep: [StepID?: [Group]] = [:]
        for group in groups {
            if ofStep[group.step] == nil { steps.append(group.step) }
            ofStep[group.step, default: []].append(group)
        }
        return steps.flatMap { step in
            var groups = ofStep[step] ?? []
            let most = groups.map(\.jobs.count).max()
            guard let largest = groups.firstIndex(where: { $0.jobs.count == most }) else {
                return groups
            }
            groups.insert(groups.remove(at: largest), at: 0)
            return groups
        }
    }

    private struct Key: Hashable {
        let step: StepID
        let status: Outcome
        let digest: OutputDigest.Value
    }
}
