import FleetCore

/// The line above a group's output, as wide as the terminal, then the reason where there is one:
/// `--- web[01-40,42] (41): ok ------------`.
struct GroupHeading {
    private let hosts: String
    private let status: String
    private let ink: Ink
    private let reason: String?
    /// What there is to say of the output, behind the status: `, no output`.
    private let remark: String

    /// The widest that a rule gets.
    private static let widest = 100

    init(_ group: OutputGroups.Group, showsStep: Bool, likeness: String?) {
        let first = group.jobs.first
        let step = showsStep ? group.step.map { "/\($0)" } ?? "" : ""
        let count = group.jobs.count > 1 ? " (\(group.jobs.count.grouped))" : ""
        hosts = "\(HostRanges(group.jobs.map(\.job.host.name)))\(step)\(count)"
        ink = first?.statusInk ?? .plain
        let word = first?.statusWord ?? ""
        switch first?.end?.outcome {
        case .failed(let exit):
            status = word + ", " + DisplayText.line(exit.description)
            reason = nil
        case let outcome:
            status = word
            reason = outcome?.detail.map(DisplayText.line)
        }
        remark = (group.bytes == 0 ? "no output" : likeness).map { ", \($0)" } ?? ""
    }

    /// The heading alone, for those who draw their own line.
    var title: String { "\(hosts): \(status)\(remark)" }

    /// The heading as lines of a terminal.
    func text(columns: Int?, usesColor: Bool) -> String {
        let columns = columns ?? 80
        let rule = String(
            repeating: "-", count: max(3, min(columns, GroupHeading.widest) - title.count - 5))
        func quiet(_ text: String) -> String { Ink.quiet.paint(text, usesColor: usesColor) }
        let line =
            quiet("--- ") + Ink.strong.paint(hosts, usesColor: usesColor) + ": "
            + ink.paint(status, usesColor: usesColor) + remark + quiet(" \(rule)")
        let reasons = reason.map { DisplayText.wrap($0, to: columns) } ?? []
        return ([line] + reasons).joined(separator: "\n") + "\n"
    }
}
