public import FleetCore

/// What the jobs of a run printed, equal outputs once and long ones cut, as the report shows it.
public struct ReportOutputs: Sendable {
    /// One output.
    public struct Output: Hashable, Sendable {
        /// The jobs that printed it, in the order of the inventory; never none.
        public let jobs: [JobSummary]
        /// How many bytes it has.
        public let bytes: UInt64
        /// The end of it.
        public let tail: LogTail
    }

    /// The outputs, those of jobs with trouble first; jobs that printed nothing have none.
    public let outputs: [Output]

    /// The most bytes of all outputs together, as the report holds them: 7 MiB.
    static let mostBytes = 7 << 20
    /// The most lines of one output.
    private static let mostLines = 200
    /// The most bytes of one output, and the fewest that any has.
    private static let share = 512...65_536

    /// How many bytes each of so many outputs may have.
    static func share(among count: Int) -> Int {
        min(max(mostBytes / max(1, count), share.lowerBound), share.upperBound)
    }

    /// Reads the outputs: all of each to find equal ones, and the end of each to keep.
    ///
    /// - Parameters:
    ///   - size: How many bytes a job has printed.
    ///   - output: Reads them.
    /// - Throws: What `size` and `output` throw.
    public init(
        of summary: RunSummary, size: (JobID) async throws -> UInt64, reading output: StoredOutput
    ) async throws {
        var printed = try await OutputGroups(of: summary, reading: output).groups
            .filter { $0.bytes > 0 }.map { (jobs: $0.jobs, bytes: $0.bytes) }
        for job in summary.jobs where job.end == nil {
            let bytes = try await size(job.job)
            if bytes > 0 { printed.append(([job], bytes)) }
        }
        let ordered = printed.enumerated().sorted {
            ($0.element.jobs[0].rank, $0.offset) < ($1.element.jobs[0].rank, $1.offset)
        }.map(\.element)
        let limits = LogTail.Limits(
            lines: ReportOutputs.mostLines, bytes: ReportOutputs.share(among: ordered.count))
        var outputs: [Output] = []
        for (jobs, bytes) in ordered {
            let tail = try await LogTail(
                of: jobs[0].job, size: bytes, limits: limits, reading: output)
            outputs.append(Output(jobs: jobs, bytes: bytes, tail: tail))
        }
        self.outputs = outputs
    }
}
