import FleetCore

/// Below the table: why, where the status and the exit alone don't say it.
///
/// Hosts with the same reason share it.
struct SummaryReasons {
    /// The lines.
    let lines: [String]

    /// A longer label stands on a line of its own.
    private static let widestLabel = 24

    init(_ summary: RunSummary, options: SummaryTable.Options) {
        var reasons: [(text: String, jobs: [JobSummary])] = []
        var indices: [String: Int] = [:]
        for job in SummaryRow.sorted(summary.jobs) {
            guard let text = SummaryReasons.reason(of: job) else { continue }
            if let index = indices[text] {
                reasons[index].jobs.append(job)
            } else {
                indices[text] = reasons.count
                reasons.append((text, [job]))
            }
        }
        let labels = reasons.map { SummaryReasons.label($0.jobs, of: summary) }
        let widths = labels.map(\.count).filter { $0 <= SummaryReasons.widestLabel }
        let width = widths.max() ?? 0
        self.lines = zip(labels, reasons).flatMap { label, reason in
            SummaryReasons.paragraph(label, reason.text, width: width, options: options)
        }
    }

    private static func paragraph(
        _ label: String, _ text: String, width: Int, options: SummaryTable.Options
    ) -> [String] {
        let indent = width > 0 ? width + 2 : 4
        let wrapped = DisplayText.wrap(text, to: options.columns - indent)
        let blanks = String(repeating: " ", count: indent)
        func paint(_ text: String) -> String {
            Ink.strong.paint(text, usesColor: options.usesColor)
        }
        guard label.count <= width else {
            let names = DisplayText.wrap(
                label.replacing(",", with: ", "), to: options.columns)
            return names.map(paint) + wrapped.map { blanks + $0 }
        }
        let first = paint(label) + blanks.dropFirst(label.count) + (wrapped.first ?? "")
        return [first] + wrapped.dropFirst().map { blanks + $0 }
    }

    private static func label(_ jobs: [JobSummary], of summary: RunSummary) -> String {
        let ranges = HostRanges(jobs.map(\.job.host.name)).description
        let steps = Set(jobs.map(\.job.step))
        guard summary.hasSeveralSteps, steps.count == 1, let step = steps.first else {
            return ranges
        }
        return "\(ranges)/\(step)"
    }

    /// Why a job ended as it did, where the status and the exit alone don't say it.
    static func reason(of job: JobSummary) -> String? {
        guard let end = job.end else { return nil }
        if end.isIgnored { return "failed, which its step says to ignore" }
        return switch end.outcome {
        case .unreachable(let why):
            "unreachable (\(why.layer.rawValue)): \(DisplayText.line(why.message))"
        case .lost(let why): "lost: \(DisplayText.line(why))"
        case .skipped(let why), .unneeded(let why): "skipped: \(DisplayText.line(why))"
        case .failed(.noInterpreter(let name)):
            DisplayText.line(ExitStatus.noInterpreter(name).description)
                + (name.hasSuffix("\r") ? "; the script has CRLF line ends" : "")
        case .failed(.refused(let why)): "sudo didn't let it run: \(DisplayText.line(why))"
        case .failed(.notCopied(let why)): DisplayText.line(why)
        case .rebooted: rebooted(job)
        case .idleTimeout: "printed nothing for longer than its idle timeout"
        case .timeout: "ran for longer than its timeout"
        case .ok, .failed, .cancelled: nil
        }
    }

    private static func rebooted(_ job: JobSummary) -> String {
        guard let reboot = job.reboots.last else { return "the machine rebooted" }
        return "the machine rebooted: boot \(reboot.before.short) is now \(reboot.after.short)"
    }
}
