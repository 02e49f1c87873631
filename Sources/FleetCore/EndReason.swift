/// Why a script is ended before its own end.
public enum EndReason: String, Hashable, Sendable, Codable, CaseIterable {
    /// The operator wants it.
    case cancelled
    /// It has been silent for too long.
    case idleTimeout = "idle-timeout"
    /// It has run for too long.
    case timeout

    /// What becomes of the job.
    public var outcome: Outcome {
        switch self {
        case .cancelled: .cancelled
        case .idleTimeout: .idleTimeout
        case .timeout: .timeout
        }
    }
}
