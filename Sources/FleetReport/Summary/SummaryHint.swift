/// A command that helps next, shown below the table.
public struct SummaryHint: Hashable, Sendable {
    /// The command, ready to be typed.
    public let command: String
    /// What it does, in a few words.
    public let purpose: String

    /// Creates a hint.
    public init(command: String, purpose: String) {
        self.command = command
        self.purpose = purpose
    }

    static func lines(of hints: [SummaryHint], usesColor: Bool) -> [String] {
        let width = hints.map(\.command.count).max() ?? 0
        return hints.map { hint in
            let command = DisplayText.padded(hint.command, to: width)
            return command + Ink.quiet.paint("  # \(hint.purpose)", usesColor: usesColor)
        }
    }
}
