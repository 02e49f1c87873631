package import FleetCore

/// Explains long waits now and then, on lines of their own: after half a minute, then ever more seldom.
///
/// It decides only; what it returns is printed by others.
package struct WaitNotices: Hashable, Sendable {
    /// A line: whom it is about, and what there is to say.
    package struct Notice: Hashable, Sendable {
        /// The jobs that wait; none where it is about the whole run.
        package let jobs: [JobSummary]
        /// The text, safe for a terminal.
        package let text: String
    }

    /// From when on a wait is explained.
    package static let first = Duration.seconds(30)
    /// A job that waits for almost as long as another is told of with it.
    private static let almost = Duration.seconds(20)
    /// From when on it is told how the run stands though there is no news.
    package static let firstStanding = Duration.seconds(60)
    /// The longest time between two notices of one wait: some CI systems end what is silent for ten minutes.
    package static let seldom = Duration.seconds(300)

    /// At what age of its wait a job is told of next.
    private var dueAges: [JobID: Duration] = [:]
    /// When anything was printed last, and for how long there may be nothing from then on.
    private var newsAt: Timestamp?
    private var patience = WaitNotices.firstStanding

    /// Creates the state in which nothing has been told.
    package init() {}

    /// What is to be told of the jobs at `now`; to be asked about once a second.
    package mutating func due(_ summary: RunSummary, at now: Timestamp) -> [Notice] {
        let waits = LongWaits(summary, at: now, for: WaitNotices.almost)
        let ages = Dictionary(
            uniqueKeysWithValues: waits.jobs.map {
                ($0.job, LongWaits.age(of: $0, at: now) ?? .zero)
            })
        dueAges = dueAges.filter { ages[$0.key] != nil }
        guard ages.contains(where: { $0.value >= dueAges[$0.key] ?? WaitNotices.first }) else {
            return []
        }
        // What is told together once is told together from then on.
        let longest = max(ages.values.max() ?? .zero, WaitNotices.first)
        let pause = min(longest, WaitNotices.seldom)
        for (job, age) in ages { dueAges[job] = age + pause }
        return [true, false].compactMap { WaitNotices.notice(waits, reconnecting: $0) }
    }

    /// Takes note that something was printed.
    package mutating func noteNews(at now: Timestamp) {
        newsAt = now
        patience = WaitNotices.firstStanding
    }

    /// How the run stands, where nothing has been printed for so long that one may think it hangs.
    package mutating func dueStanding(_ moment: RunMoment, at now: Timestamp) -> Notice? {
        let since = newsAt ?? now
        newsAt = since
        guard now.duration(since: since) >= patience else { return nil }
        newsAt = now
        patience = min(patience * 2, WaitNotices.seldom)
        return Notice(jobs: [], text: StatusLine(moment, columns: .max).text)
    }

    private static func notice(_ waits: LongWaits, reconnecting: Bool) -> Notice? {
        let jobs = waits.jobs(reconnecting: reconnecting)
        guard let longest = jobs.first else { return nil }
        let age = "\(jobs.count > 1 ? "up to " : "")\(waits.age(of: longest))"
        let next = reconnecting ? ", \(waits.nextTry(of: jobs))" : ""
        let reason = longest.wait?.reason.map { ": \(DisplayText.line($0))" } ?? ""
        let verb = reconnecting ? "reconnecting" : "connecting"
        return Notice(jobs: jobs, text: "\(verb) for \(age)\(next)\(reason)")
    }
}
