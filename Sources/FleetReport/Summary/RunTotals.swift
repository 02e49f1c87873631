public import FleetCore

/// A run's jobs, counted.
public struct RunTotals: Hashable, Sendable {
    /// How many jobs there are.
    public private(set) var jobs = 0
    /// How many hosts they are on.
    public private(set) var hosts = 0
    /// Jobs that ended, by how.
    public private(set) var ended: [Outcome.Word: Int] = [:]
    /// Those of them that ended as they should: also what the playbook itself left out or says to ignore.
    public private(set) var good: [Outcome.Word: Int] = [:]
    /// Jobs that wait for their turn.
    public private(set) var waiting = 0
    /// Jobs that are connected or connect for the first time.
    public private(set) var running = 0
    /// Jobs whose connection is sought again.
    public private(set) var reconnecting = 0
    /// Reboots that were seen.
    public private(set) var reboots = 0
    /// Connections that were lost and came back.
    public private(set) var reconnects = 0
    /// Bytes of output in the logs of ended jobs.
    public private(set) var bytes: UInt64 = 0
    /// Lines of output in the logs of ended jobs.
    public private(set) var lines: UInt64 = 0
    /// Files that were copied.
    public private(set) var copies = CopyTally()
    /// Bytes of files that ended jobs copied.
    public private(set) var copiedBytes: UInt64 = 0

    /// Counts the jobs of a run.
    public init(_ summary: RunSummary) {
        hosts = Set(summary.jobs.map(\.job.host)).count
        for job in summary.jobs { count(job) }
    }

    /// How many jobs have ended.
    public var done: Int { ended.values.reduce(0, +) }

    /// How many jobs have ended otherwise than they should.
    public var trouble: Int { done - good.values.reduce(0, +) }

    private mutating func count(_ job: JobSummary) {
        jobs += 1
        reboots += job.reboots.count
        reconnects += job.reconnects
        copies.add(job.copies)
        switch job.state {
        case .waiting: waiting += 1
        case .connecting, .running: running += 1
        case .reconnecting: reconnecting += 1
        case .ended(let end):
            ended[end.outcome.word, default: 0] += 1
            if end.isGood { good[end.outcome.word, default: 0] += 1 }
            bytes += end.outputBytes
            copiedBytes += end.copiedBytes
            lines += end.lines
        }
    }
}
