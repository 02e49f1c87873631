public import FleetCore

/// The exit status of `flotilla` itself; a promise to the scripts that call it.
public enum ProgramExit: Int32, Hashable, Sendable, CaseIterable {
    /// Every job ended as `ok`.
    case ok = 0
    /// Some job failed, rebooted unexpectedly, ran into a timeout, was cancelled or skipped.
    case jobFailed = 1
    /// A mistake in the command line, the inventory or the playbook; no host was contacted.
    case usage = 2
    /// Some host was unreachable or lost, or the end of a job is not known. Outranks ``jobFailed``.
    case hostLost = 3
    /// The operator interrupted the run. Outranks all of the above: 128 + SIGINT.
    case interrupted = 130
}

extension RunSummary {
    /// The exit status that the run gives the program.
    public var programExit: ProgramExit {
        programExit(leaving: [])
    }

    /// The exit status of a program that leaves these jobs running on purpose.
    public func programExit(leaving left: Set<JobID>) -> ProgramExit {
        if interruptions > 0 { return .interrupted }
        let exits = jobs.filter { !left.contains($0.job) }.map { RunSummary.exit(of: $0) }
        if exits.contains(.hostLost) { return .hostLost }
        return exits.contains(.jobFailed) ? .jobFailed : .ok
    }

    /// The exit status of a program that was to end these jobs: how they ended is no matter, that they did is.
    public func programExit(cancelling cancelled: [JobID]) -> ProgramExit {
        let exits = cancelled.compactMap { self[$0] }.map { RunSummary.exit(of: $0) }
        return exits.contains(.hostLost) ? .hostLost : .ok
    }

    private static func exit(of job: JobSummary) -> ProgramExit {
        if job.end?.isIgnored == true { return .ok }
        // A job without an end is one whose end is not known: its controller died.
        return switch job.end?.outcome {
        case .ok, .unneeded: .ok
        case .failed, .rebooted, .idleTimeout, .timeout, .cancelled, .skipped: .jobFailed
        case .unreachable, .lost, nil: .hostLost
        }
    }
}
