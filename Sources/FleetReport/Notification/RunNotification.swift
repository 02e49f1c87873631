public import FleetCore
public import Foundation

/// What people who don't look are told about a run: the contents of what `--notify` hands on.
///
/// Keys and words are never renamed; a change of meaning raises `version`.
public struct RunNotification: Hashable, Sendable, Encodable {
    /// When something is told.
    public enum Moment: String, Sendable, Encodable {
        /// The first job has ended otherwise than it should; the run goes on.
        case firstFailure = "first-failure"
        /// The run has ended.
        case end
    }

    /// The version of this shape: 1.
    public let version: Int
    /// All of it in one line for a chat, under the name that Slack and Mattermost want.
    ///
    /// It holds words of ours and names of the inventory; nothing that a host said.
    public let text: String
    /// Why this is told.
    public let event: Moment
    /// The run.
    public let run: RunID?
    /// Where it is kept.
    public let folder: String
    /// How the job ended that failed first, or how the run did.
    public let outcome: String
    /// The exit status that the program ends with; absent while the run goes on.
    public let exit: Int32?
    /// The host of the job that failed first.
    public let host: HostID?
    /// Its step.
    public let step: StepID?
    /// Why, as far as it is known.
    public let reason: String?
    /// How many hosts and jobs there are.
    public let hosts: Int
    /// How many jobs there are.
    public let jobs: Int
    /// How many jobs ended how; those that haven't are counted under `unfinished`.
    public let totals: [String: Int]
    /// How long the run has taken.
    public let seconds: Double

    /// The most characters of a reason: what is handed on fits into a pipe.
    private static let longestReason = 1_000

    /// Tells of the first job that failed.
    init(firstFailure job: JobID, _ outcome: Outcome, of summary: RunSummary, in folder: String) {
        let words = NotificationText(summary)
        self.init(
            .firstFailure, summary, folder: folder, text: words.firstFailure(job, outcome),
            outcome: outcome.word.rawValue, failed: (job, outcome.detail))
    }

    /// Tells of the end.
    init(endOf summary: RunSummary, in folder: String) {
        let words = NotificationText(summary)
        self.init(
            .end, summary, folder: folder, text: words.end, outcome: summary.programExit.word)
    }

    private init(
        _ event: Moment, _ summary: RunSummary, folder: String, text: String, outcome: String,
        failed: (job: JobID, reason: String?)? = nil
    ) {
        let totals = RunTotals(summary)
        version = 1
        self.text = text
        self.event = event
        run = summary.run
        self.folder = folder
        self.outcome = outcome
        exit = event == .end ? summary.programExit.rawValue : nil
        host = failed?.job.host
        step = failed?.job.step
        reason = failed?.reason.map { String($0.prefix(RunNotification.longestReason)) }
        hosts = totals.hosts
        jobs = totals.jobs
        let ended = totals.ended.map { ($0.key.rawValue, $0.value) }
        let unfinished = totals.jobs - totals.done
        self.totals = Dictionary(
            uniqueKeysWithValues: ended + (unfinished > 0 ? [("unfinished", unfinished)] : []))
        seconds = summary.duration.seconds
    }

    /// One line of JSON, with sorted keys and a newline.
    public func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + [UInt8(ascii: "\n")]
    }
}

extension RunNotification {
    /// The same for a shell: `FLOTILLA_EVENT`, `FLOTILLA_OUTCOME`, and a count for each end that a job can have.
    public var environment: [String: String] {
        var variables = [
            "EVENT": event.rawValue, "OUTCOME": outcome, "TEXT": text, "RUN": run?.text ?? "",
            "FOLDER": folder, "HOSTS": "\(hosts)", "JOBS": "\(jobs)",
            "SECONDS": "\(Int(seconds.rounded()))", "EXIT": exit.map { "\($0)" } ?? "",
            "HOST": host?.name ?? "", "STEP": step?.name ?? "",
        ]
        for word in Outcome.Word.allCases.map(\.rawValue) + ["unfinished"] {
            variables[word.uppercased().replacing("-", with: "_")] = "\(totals[word] ?? 0)"
        }
        return Dictionary(uniqueKeysWithValues: variables.map { ("FLOTILLA_\($0)", $1) })
    }
}

extension ProgramExit {
    /// The word for how a run ended.
    var word: String {
        switch self {
        case .ok: "ok"
        case .jobFailed: "failed"
        case .usage: "usage"
        case .hostLost: "host-lost"
        case .interrupted: "interrupted"
        }
    }
}
