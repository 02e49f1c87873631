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

    /// The commands, each with its purpose behind it; where one of them leaves no room for that, it stands above.
    static func lines(of hints: [SummaryHint], columns: Int, usesColor: Bool) -> [String] {
        let width = hints.map(\.command.count).max() ?? 0
        let widest = hints.map(\.purpose.count).max() ?? 0
        func quiet(_ text: String) -> String { Ink.quiet.paint(text, usesColor: usesColor) }
        guard width + 4 + widest > columns else {
            return hints.map {
                DisplayText.padded($0.command, to: width) + quiet("  # \($0.purpose)")
            }
        }
        return hints.flatMap { hint in
            DisplayText.wrap(hint.purpose, to: columns - 2).map { quiet("# \($0)") }
                + [hint.command]
        }
    }
}
