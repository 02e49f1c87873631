package import FleetCore

/// How the jobs of a run are tagged: `web1`, or `web1/patch` where there are several steps, padded
/// to one width.
package struct TagLayout: Hashable, Sendable {
    /// The widest padding, in columns: one long name must not push all others to the right.
    ///
    /// A longer tag is shown whole, for it says which host it is.
    package static let widest = 32

    /// The padding.
    package let width: Int
    /// Whether the step is part of the tag.
    package let showsStep: Bool
    private let usesColor: Bool

    /// Lays out the tags of `jobs`.
    package init(_ jobs: [JobID], usesColor: Bool) {
        let steps = Set(jobs.map(\.step))
        self.showsStep = steps.count > 1
        self.usesColor = usesColor
        let lengths = jobs.map { TagLayout.text(of: $0, showsStep: steps.count > 1).utf8.count }
        self.width = min(lengths.max() ?? 0, TagLayout.widest)
    }

    /// The tag as text, padded, in the host's colour; the step is quiet.
    package func label(of job: JobID) -> String {
        let text = TagLayout.text(of: job, showsStep: showsStep)
        let padding = String(repeating: " ", count: max(0, width - text.utf8.count))
        let host = Ink.host(HostPalette.color(of: job.host))
            .paint(job.host.name, usesColor: usesColor)
        let step = showsStep ? Ink.quiet.paint("/\(job.step)", usesColor: usesColor) : ""
        return host + step + padding
    }

    /// The tag of what is told of several jobs at once, and the columns that it takes: `db[1-3] (3)`.
    package func label(ofSeveral jobs: [JobID]) -> (text: String, columns: Int) {
        let hosts = HostRanges(jobs.map(\.host.name)).description
        let text = "\(DisplayText.cut(hosts, to: TagLayout.widest)) (\(jobs.count.grouped))"
        let padding = String(repeating: " ", count: max(0, width - text.count))
        return (
            Ink.strong.paint(text, usesColor: usesColor) + padding, max(width, text.count)
        )
    }

    /// The columns that the label of a job takes.
    package func columns(of job: JobID) -> Int {
        max(width, TagLayout.text(of: job, showsStep: showsStep).utf8.count)
    }

    /// The tag of the lines of a job's output.
    package func tag(of job: JobID) -> LineTag {
        LineTag(
            label: label(of: job), separator: Ink.quiet.paint("|", usesColor: usesColor),
            continuation: Ink.quiet.paint("+", usesColor: usesColor))
    }

    private static func text(of job: JobID, showsStep: Bool) -> String {
        showsStep ? "\(job.host)/\(job.step)" : job.host.name
    }
}
