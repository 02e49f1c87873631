public import FleetCore

/// The contents of `junit.xml`: a run as CI systems show tests.
///
/// A suite is a step and a test is one host of it: what failed is found as `patch / web3`, and a thousand hosts
/// are one suite and not a thousand. No name holds the run's identity, so a CI system can tell since when a host
/// has been failing. It is valid by Jenkins' schema and by that of Ant's reports.
public struct JUnitDocument: Sendable {
    /// The document, with a final newline.
    public let text: String

    /// How much of a log stands beside a failure.
    public static let tailLimits = LogTail.Limits(lines: 40, bytes: 8_192)

    /// Writes down what `summary` tells.
    ///
    /// - Parameters:
    ///   - tails: The ends of logs, of those jobs that ``wantsTail(of:)``.
    ///   - log: A job's log, relative to the run's folder.
    public init(
        _ summary: RunSummary, tails: [JobID: LogTail] = [:], log: (JobID) -> String? = { _ in nil }
    ) {
        var steps: [StepID] = []
        var jobs: [StepID: [JobSummary]] = [:]
        for job in summary.jobs {
            if jobs[job.job.step] == nil { steps.append(job.job.step) }
            jobs[job.job.step, default: []].append(job)
        }
        let suites = steps.enumerated().map { number, step in
            let cases = (jobs[step] ?? []).map { job in
                JUnitCase(job, tail: tails[job.job], log: log(job.job))
            }
            return JUnitDocument.suite(step, number: number, cases, of: summary)
        }
        text =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites>
            \(suites.joined())</testsuites>

            """
    }

    /// Whether the end of a job's log belongs beside it.
    public static func wantsTail(of job: JobSummary) -> Bool {
        switch JUnitVerdict(job) {
        case .passed, .skipped: false
        case .failed, .erred: true
        }
    }

    private static func suite(
        _ step: StepID, number: Int, _ cases: [JUnitCase], of summary: RunSummary
    ) -> String {
        func count(_ isCounted: (JUnitVerdict) -> Bool) -> Int {
            cases.count { isCounted($0.verdict) }
        }
        let milliseconds = cases.map(\.milliseconds).reduce(0, +)
        let attributes = [
            ("id", "\(number)"), ("name", step.name), ("package", "flotilla"),
            // Seconds in UTC, without a zone: so Ant's schema wants it.
            ("timestamp", String("\(summary.startedAt ?? Timestamp(milliseconds: 0))".prefix(19))),
            ("hostname", "localhost"), ("tests", "\(cases.count)"),
            ("failures", "\(count { if case .failed = $0 { true } else { false } })"),
            ("errors", "\(count { if case .erred = $0 { true } else { false } })"),
            ("skipped", "\(count { if case .skipped = $0 { true } else { false } })"),
            ("time", "\(DecimalSeconds(milliseconds: milliseconds))"),
        ]
        let words = attributes.map { "\($0)=\"\(MarkupText.attribute($1))\"" }
        let run = MarkupText.attribute(summary.run?.text ?? "")
        return """
              <testsuite \(words.joined(separator: " "))>
                <properties>
                  <property name="run" value="\(run)"/>
                  <property name="complete" value="\(summary.isComplete)"/>
                </properties>
            \(cases.map(\.text).joined())    <system-out/>
                <system-err/>
              </testsuite>

            """
    }
}
