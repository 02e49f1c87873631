import FleetCore

/// One row of the summary: a job, or several on different hosts that had the same to tell.
struct SummaryRow {
    /// The jobs; never none.
    let jobs: [JobSummary]

    /// The first job, for what all of them share.
    var first: JobSummary { jobs[0] }

    /// The rows of a run, trouble first, else in the order of the inventory.
    static func rows(of summary: RunSummary, options: SummaryTable.Options) -> [SummaryRow] {
        let rows: [SummaryRow]
        if summary.jobs.count > options.foldsAbove {
            var order: [Sameness] = []
            var members: [Sameness: [JobSummary]] = [:]
            for job in summary.jobs {
                let sameness = Sameness(job)
                if members[sameness] == nil { order.append(sameness) }
                members[sameness, default: []].append(job)
            }
            rows = order.map { SummaryRow(jobs: members[$0] ?? []) }
        } else {
            rows = summary.jobs.map { SummaryRow(jobs: [$0]) }
        }
        return rows.enumerated()
            .sorted { ($0.element.first.rank, $0.offset) < ($1.element.first.rank, $1.offset) }
            .map(\.element)
    }

    /// The jobs with trouble first, else in their order.
    static func sorted(_ jobs: [JobSummary]) -> [JobSummary] {
        // By position as well, since `sort` promises no stability.
        jobs.enumerated()
            .sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
            .map(\.element)
    }

    /// The cell of the host or hosts.
    var hosts: String {
        guard jobs.count > 1 else { return first.job.host.name }
        return "\(HostRanges(jobs.map(\.job.host.name))) (\(jobs.count.grouped))"
    }

    /// The word for how it ended, or for where it is.
    var status: String { first.statusWord }

    /// The colour of that word.
    var ink: Ink { first.statusInk }

    /// The exit code or the signal; `-` where the script has none.
    var exit: String {
        switch first.end?.outcome.exitStatus {
        case .code(let code): "\(code)"
        case .signal(let signal): signal.description
        case .noInterpreter, .refused, .notCopied, nil: "-"
        }
    }

    /// The time that the job, or the slowest of them, took; `-` where nothing was begun.
    var time: String {
        if first.end?.outcome.word == .skipped { return "-" }
        let longest = jobs.compactMap(\.end?.duration).max()
        return longest.map { HumanDuration($0).description } ?? "-"
    }

    /// The lines of output of all of them.
    var lines: String { jobs.compactMap(\.end?.lines).reduce(0, +).grouped }

    /// What jobs must share to share a row.
    private struct Sameness: Hashable {
        let step: StepID
        let status: String
        let exit: ExitStatus?
        let reboots: Int
        let reconnects: Int
        let isGood: Bool

        init(_ job: JobSummary) {
            step = job.job.step
            status = job.statusWord
            exit = job.end?.outcome.exitStatus
            reboots = job.reboots.count
            reconnects = job.reconnects
            isGood = job.end?.isGood == true
        }
    }
}

extension JobSummary {
    /// Whether there is a log: one that has printed nothing has none.
    var hasLog: Bool { end.map { $0.bytes > 0 } ?? true }

    /// The word for how it ended, or for where it is.
    var statusWord: String {
        switch state {
        case .waiting: "waiting"
        case .connecting: "connecting"
        case .running: "running"
        case .reconnecting: "reconnecting"
        case .ended(let end): end.outcome.word.rawValue
        }
    }

    /// The colour of that word.
    var statusInk: Ink {
        if end?.isIgnored == true { return .quiet }
        return switch end?.outcome {
        case .ok: .good
        case .unreachable, .lost: .alarm
        case .failed, .rebooted, .idleTimeout, .timeout: .bad
        case .cancelled, .skipped: .warning
        case .unneeded: .quiet
        case nil: .warning
        }
    }

    /// Trouble first: what was never reached, then what failed, then what was held back, then
    /// success.
    var rank: Int {
        if end?.isIgnored == true { return 8 }
        return switch end?.outcome {
        case .unreachable: 0
        case .lost: 1
        case nil: 2
        case .failed: 3
        case .rebooted: 4
        case .timeout, .idleTimeout: 5
        case .cancelled: 6
        case .skipped: 7
        case .ok: isQuietSuccess ? 9 : 8
        case .unneeded: 9
        }
    }
}
