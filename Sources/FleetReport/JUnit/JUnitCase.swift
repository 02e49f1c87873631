import FleetCore

/// One job as a test: its host is the test's name, its step the test's class.
struct JUnitCase {
    /// What it is to a CI system.
    let verdict: JUnitVerdict
    /// How long it took.
    let milliseconds: Int64
    /// The element.
    let text: String

    init(_ job: JobSummary, tail: LogTail?, log: String?) {
        verdict = JUnitVerdict(job)
        milliseconds = job.end.map { Int64(($0.duration.seconds * 1_000).rounded()) } ?? 0
        // Jenkins takes what stands before the last dot for a package.
        let name = job.job.step.name.replacing(".", with: "_")
        let head =
            "    <testcase classname=\"flotilla.\(MarkupText.attribute(name))\""
            + " name=\"\(MarkupText.attribute(job.job.host.name))\""
            + " time=\"\(DecimalSeconds(milliseconds: milliseconds))\""
        func holding(_ element: String) -> String {
            "\(head)>\n      \(element)\n    </testcase>\n"
        }
        func trouble(_ name: String, _ message: String) -> String {
            let body = JUnitCase.body(job, message: message, tail: tail, log: log)
            return holding(
                "<\(name) type=\"\(MarkupText.attribute(job.statusWord))\" message=\""
                    + "\(MarkupText.attribute(message))\">\(MarkupText.content(body))</\(name)>")
        }
        switch verdict {
        case .passed: text = head + "/>\n"
        case .skipped(let why):
            text = holding("<skipped message=\"\(MarkupText.attribute(why))\"/>")
        case .failed(let why): text = trouble("failure", why)
        case .erred(let why): text = trouble("error", why)
        }
    }

    /// What somebody reads who opens the failed test: the reason, what was noticed, the end of the log.
    private static func body(
        _ job: JobSummary, message: String, tail: LogTail?, log: String?
    ) -> String {
        var lines = [message] + job.notices.map(DisplayText.line)
        guard let tail, !tail.lines.isEmpty else { return lines.joined(separator: "\n") }
        let count = tail.lines.count.counted("line")
        let place = log.map { " (\($0))" } ?? ""
        lines.append(
            tail.isWhole ? "it printed \(count)\(place):" : "the last \(count) of its log\(place):")
        return (lines + tail.lines).joined(separator: "\n") + "\n"
    }
}
