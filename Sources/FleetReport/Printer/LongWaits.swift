package import FleetCore

/// The jobs that have been without a connection for a while: who they are, and what they wait for.
package struct LongWaits: Hashable, Sendable {
    /// The jobs, those first that have waited longest.
    package let jobs: [JobSummary]
    private let now: Timestamp

    /// Finds the jobs that at `now` have waited for at least `age`.
    package init(_ summary: RunSummary, at now: Timestamp, for age: Duration) {
        self.now = now
        self.jobs = summary.jobs.enumerated()
            .filter { LongWaits.age(of: $0.element, at: now).map { $0 >= age } ?? false }
            .sorted {
                ($0.element.wait?.since ?? now, $0.offset)
                    < ($1.element.wait?.since ?? now, $1.offset)
            }
            .map(\.element)
    }

    /// For how long a job has had no connection, if it seeks one.
    package static func age(of job: JobSummary, at now: Timestamp) -> Duration? {
        job.wait.map { now.duration(since: $0.since) }
    }

    /// The jobs whose first connection is sought, or those whose connection is sought again.
    package func jobs(reconnecting: Bool) -> [JobSummary] {
        jobs.filter { ($0.state == .reconnecting) == reconnecting }
    }

    /// Who has sought a lost connection for longest, in few words: `db3 for 42s, next try in 8s`, or fewer: `db3 for
    /// 42s`.
    package var reconnectingWords: [String] {
        guard let job = jobs(reconnecting: true).first else { return [] }
        let words = "\(job.job.host) for \(age(of: job))"
        return [words + ", " + nextTry(of: [job]), words]
    }

    /// Who has sought a first connection for longest, in few words: `db3 connecting for 42s`.
    package var connectingWords: [String] {
        jobs(reconnecting: false).prefix(1).map { "\($0.job.host) connecting for \(age(of: $0))" }
    }

    /// For how long a job has had no connection, worded.
    package func age(of job: JobSummary) -> HumanDuration {
        HumanDuration(inWholeSeconds: LongWaits.age(of: job, at: now) ?? .zero)
    }

    /// `next try in 8s`, of the job whose turn comes first.
    package func nextTry(of jobs: [JobSummary]) -> String {
        let next = jobs.compactMap { $0.wait?.nextTry }.min()
        guard jobs.allSatisfy({ $0.wait?.nextTry != nil }), let next, next > now else {
            return "trying now"
        }
        // Rounded up: it is not "in 0 s" while one waits.
        let pause = next.duration(since: now) + .milliseconds(999)
        return "next try in \(HumanDuration(inWholeSeconds: pause))"
    }
}
