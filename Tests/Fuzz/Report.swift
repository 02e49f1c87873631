/// What came of one parser's inputs.
struct Report: CustomStringConvertible {
    let parser: String
    let progress: Progress
    let findings: Int
    let time: Duration

    /// A row of the table in `docs/security.md`: parser, inputs, how many of them were accepted, findings, seconds,
    /// inputs a second.
    var description: String {
        let seconds = max(Double(time.components.seconds), 1)
        let share = 100 * Double(progress.accepted) / Double(max(progress.number, 1))
        let rate = Int(Double(progress.number) / seconds)
        return "| \(parser) | \(progress.number) | \(Int(share.rounded())) % | \(findings) | "
            + "\(Int(seconds)) s | \(rate)/s |"
    }
}
