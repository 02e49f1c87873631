import FleetCore

/// What a job's end is to a CI system, which knows four.
enum JUnitVerdict: Hashable {
    /// All is as it should be, or its step says that its failure is none.
    case passed
    /// It was not started; the text says why.
    case skipped(String)
    /// The script itself ended badly, or didn't end in time; the text says how.
    case failed(String)
    /// Whether the script would have succeeded is not known; the text says why.
    case erred(String)

    init(_ job: JobSummary) {
        guard let end = job.end else {
            self = .erred("\(job.statusWord): its end is not known")
            return
        }
        let reason = SummaryReasons.reason(of: job) ?? end.outcome.detail.map(DisplayText.line)
        let text = reason ?? job.statusWord
        switch end.outcome {
        case _ where end.isIgnored: self = .passed
        case .ok: self = .passed
        case .skipped, .unneeded: self = .skipped(text)
        case .failed, .rebooted, .idleTimeout, .timeout: self = .failed(text)
        case .unreachable, .lost, .cancelled: self = .erred(text)
        }
    }
}
