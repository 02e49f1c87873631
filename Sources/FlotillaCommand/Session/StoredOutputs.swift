import FleetCore
import FleetRecord
import FleetReport

/// What the jobs of a run have printed, as its folder holds it: of the last start of each.
struct StoredOutputs: Sendable {
    private let summary: RunSummary
    private let folder: RunFolder

    init(of summary: RunSummary, in folder: RunFolder) {
        self.summary = summary
        self.folder = folder
    }

    /// Reads some bytes of a job's output.
    var read: StoredOutput {
        { job, offset in
            try await folder.readOutput(of: job, attempt: start(of: job), at: offset)
        }
    }

    /// How many bytes a job has printed.
    func size(of job: JobID) async throws -> UInt64 {
        try await folder.outputSize(of: job, attempt: start(of: job))
    }

    /// The start whose log it is.
    private func start(of job: JobID) -> Int { max(1, summary[job]?.starts ?? 1) }
}
