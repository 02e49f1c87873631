/// The colours that reports use, by meaning.
package enum Ink: Hashable, Sendable {
    /// Text as it is.
    case plain
    /// What is there but should not draw the eye.
    case quiet
    /// A heading.
    case strong
    /// Success.
    case good
    /// Something that mends itself, or that the operator may want to look at.
    case warning
    /// Something that went wrong.
    case bad
    /// Something that must not be missed.
    case alarm
    /// A host's own colour: an index into xterm's 256 colours.
    case host(UInt8)

    /// - Source: ECMA-48, 8.3.117. The basic colours are the terminal's own, so they suit its
    ///   background.
    private var parameters: String {
        switch self {
        case .plain: ""
        case .quiet: "2"
        case .strong: "1"
        case .good: "32"
        case .warning: "33"
        case .bad: "31"
        case .alarm: "1;31"
        case .host(let color): "38;5;\(color)"
        }
    }

    /// The text in this colour, or as it is where `usesColor` is false.
    package func paint(_ text: String, usesColor: Bool) -> String {
        guard usesColor, !text.isEmpty, self != .plain else { return text }
        return "\u{1b}[\(parameters)m\(text)\u{1b}[0m"
    }
}
