import FleetCore

/// What an end means for those who come after.
extension Outcome {
    /// Whether it counts against `--max-fail`: everything but `ok` and what was never meant to end well.
    var isFailure: Bool {
        switch self {
        case .ok, .skipped, .unneeded, .cancelled: false
        case .failed, .rebooted, .idleTimeout, .timeout, .unreachable, .lost: true
        }
    }

    /// Whether a host has no later steps after it.
    func stops(_ policy: FailurePolicy) -> Bool {
        switch self {
        case .ok, .unneeded: false
        // Nobody knows what the next step would find.
        case .skipped, .cancelled: true
        case .failed, .rebooted, .idleTimeout, .timeout, .unreachable, .lost: counts(under: policy)
        }
    }

    /// Whether its host counts as one that failed.
    func counts(under policy: FailurePolicy) -> Bool {
        switch policy {
        case .stop, .abort: isFailure
        case .continue: false
        case .ignore: isFailure && word != .failed
        }
    }

    /// The word, and the exit where there is one: `failed (exit 3)`.
    var fact: String {
        guard case .failed(let status) = self else { return word.rawValue }
        return "\(word.rawValue) (\(status))"
    }
}
