import FleetCore

/// A notification in one line, for a chat.
///
/// It holds no text of a host's: in a chat, `<!channel>` or `@all` would call everybody.
struct NotificationText {
    private let summary: RunSummary

    /// The most characters of names; of more hosts, their number says enough.
    private static let longestNames = 60

    init(_ summary: RunSummary) { self.summary = summary }

    /// `flotilla: patch on web3: failed (exit 3), the first of 40 jobs to fail, 12 have ended; run …`.
    func firstFailure(_ job: JobID, _ outcome: Outcome) -> String {
        let totals = RunTotals(summary)
        return "flotilla: \(job.step) on \(job.host): \(NotificationText.words(for: outcome)); "
            + "\(totals.done.grouped) of \(totals.jobs.counted("job")) have ended\(ofRun)"
    }

    /// `flotilla: patch on 40 hosts in 2m 03s: 38 ok, 1 failed (web3), 1 unreachable (db1); run …`.
    var end: String {
        let totals = RunTotals(summary)
        let interrupted = summary.interruptions > 0 ? ", interrupted" : ""
        return "flotilla: \(work) on \(totals.hosts.counted("host")) in "
            + "\(HumanDuration(summary.duration))\(interrupted): "
            + "\(ends(totals).joined(separator: ", "))\(ofRun)"
    }

    private var ofRun: String { summary.run.map { "; run \($0)" } ?? "" }

    /// `patch`, or `3 steps`.
    private var work: String {
        let steps = Set(summary.jobs.map(\.job.step))
        return steps.count == 1 ? steps.map(\.name).joined() : steps.count.counted("step")
    }

    private func ends(_ totals: RunTotals) -> [String] {
        let ends = Outcome.Word.allCases.compactMap { word -> String? in
            guard let count = totals.ended[word] else { return nil }
            return "\(count.grouped) \(word.rawValue)\(names(of: word))"
        }
        let unfinished = totals.jobs - totals.done
        return ends + (unfinished > 0 ? ["\(unfinished.grouped) unfinished"] : [])
    }

    /// The hosts of jobs that ended so, if that is trouble, and the names are short.
    private func names(of word: Outcome.Word) -> String {
        let troubled = summary.jobs.filter { job in
            job.end.map { $0.outcome.word == word && !$0.isGood } ?? false
        }
        let names = HostRanges(troubled.map(\.job.host.name)).description
        return 1...NotificationText.longestNames ~= names.count ? " (\(names))" : ""
    }

    private static func words(for outcome: Outcome) -> String {
        switch outcome {
        case .failed(.code(let code)): "failed (\(ExitStatus.code(code)))"
        case .failed(.signal(let signal)): "failed (\(ExitStatus.signal(signal)))"
        case .unreachable(let why): "unreachable (\(why.layer.rawValue))"
        case .ok, .failed, .rebooted, .idleTimeout, .timeout, .lost, .cancelled, .skipped,
            .unneeded:
            outcome.word.rawValue
        }
    }
}
