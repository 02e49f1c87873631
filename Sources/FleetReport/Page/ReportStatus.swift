import FleetCore

/// What the report sorts jobs by and filters them by; each has a colour of its own.
enum ReportStatus: String, CaseIterable {
    case unreachable, lost, unfinished, failed, rebooted, timeout
    case idleTimeout = "idle-timeout"
    case cancelled, skipped, ignored, ok

    init(_ job: JobSummary) {
        guard let end = job.end else {
            self = .unfinished
            return
        }
        if end.isIgnored {
            self = .ignored
            return
        }
        switch end.outcome.word {
        case .ok: self = .ok
        case .failed: self = .failed
        case .rebooted: self = .rebooted
        case .idleTimeout: self = .idleTimeout
        case .timeout: self = .timeout
        case .unreachable: self = .unreachable
        case .lost: self = .lost
        case .cancelled: self = .cancelled
        case .skipped: self = .skipped
        }
    }

    /// The word, in its colour.
    func pill(of job: JobSummary) -> String {
        let exit: String? =
            if case .failed(let status) = job.end?.outcome { status.description } else { nil }
        let isShort = exit.map { $0.count <= 12 } ?? false
        let word =
            self == .ignored ? "failed, ignored" : self == .unfinished ? job.statusWord : rawValue
        let text = isShort ? "\(word), \(exit ?? "")" : word
        return "<span class=\"pill s-\(rawValue)\">\(MarkupText.content(text))</span>"
    }
}
