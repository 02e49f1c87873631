public import FleetCore

/// The lines of `--joblog`: what GNU parallel writes there, and reads for `--resume` and `--retry-failed`.
///
/// - Shape: `Seq`, `Host`, `Starttime` (seconds since 1970), `JobRuntime`, `Send`, `Receive` (bytes), `Exitval`,
///   `Signal`, `Command`, with tabs between; a newline in a command is a NUL. A job stands there once it has
///   ended; one that was never begun doesn't.
/// - Source: parallel(1), `--joblog`; its `print_joblog`.
public struct JobLog: Sendable {
    /// The first line of the file.
    public static let header =
        "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n"

    private let numbers: [JobID: Int]
    private let commands: [StepID: String]
    /// The bytes of files that were copied to hosts.
    private var sent: [JobID: UInt64] = [:]

    /// Creates the log of a run.
    ///
    /// - Parameters:
    ///   - jobs: All jobs of the run, in their order, which gives their numbers.
    ///   - commands: What each step runs.
    public init(jobs: [JobID], commands: [StepID: String]) {
        numbers = Dictionary(uniqueKeysWithValues: zip(jobs, 1...))
        self.commands = commands
    }

    /// The line that `event` gives, with a newline; `nil` for nearly all events.
    public mutating func line(for event: RunEvent) -> String? {
        guard case .job(let job, let what) = event.kind else { return nil }
        switch what {
        case .pushed(let copy):
            sent[job, default: 0] += copy.bytes
            return nil
        case .ended(let end):
            return line(of: job, end, at: event.time, sent: sent.removeValue(forKey: job) ?? 0)
        default: return nil
        }
    }

    private func line(
        of job: JobID, _ end: JobEnd, at time: Timestamp, sent: UInt64
    ) -> String? {
        guard end.outcome.word != .skipped, let number = numbers[job] else { return nil }
        let runtime = Int64((end.duration.seconds * 1_000).rounded())
        let seconds = "\(DecimalSeconds(milliseconds: runtime))"
        let (code, signal) = JobLog.exit(of: end.outcome)
        let command = (commands[job.step] ?? job.step.name).replacing("\n", with: "\0")
        let fields = [
            "\(number)", job.host.name,
            "\(DecimalSeconds(milliseconds: time.milliseconds - runtime))",
            String(repeating: " ", count: max(0, 10 - seconds.count)) + seconds,
            "\(sent)", "\(end.bytes - min(sent, end.copiedBytes))", "\(code)", "\(signal)", command,
        ]
        return fields.joined(separator: "\t") + "\n"
    }

    /// The status and the signal that parallel would have written.
    ///
    /// What was ended for its time is -1 and SIGTERM there, and what ssh couldn't reach or lost is 255.
    private static func exit(of outcome: Outcome) -> (code: Int, signal: Int) {
        switch outcome {
        case .ok, .unneeded: (0, 0)
        case .failed(.code(let code)): (Int(code), 0)
        case .failed(.signal(let signal)): (0, Int(signal.number))
        // As a shell says it: not found, can't be executed.
        case .failed(.noInterpreter): (127, 0)
        case .failed(.refused): (126, 0)
        case .failed(.notCopied): (1, 0)
        case .timeout, .idleTimeout, .cancelled: (-1, 15)
        case .unreachable, .lost, .rebooted, .skipped: (255, 0)
        }
    }
}
