/// A scalar's text, and how it was written.
public struct YAMLScalar: Hashable, Sendable {
    /// How a scalar is written.
    public enum Style: Hashable, Sendable {
        /// Without quotes: the only style whose words may mean numbers or booleans.
        case plain
        /// `'…'`
        case singleQuoted
        /// `"…"`
        case doubleQuoted
        /// `|`
        case literal
        /// `>`
        case folded
    }

    /// The text, unescaped and unfolded.
    public let text: String
    /// How it was written.
    public let style: Style

    /// Creates a scalar.
    public init(_ text: String, style: Style = .plain) {
        self.text = text
        self.style = style
    }

    /// Whether the text stands without quotes.
    public var isPlain: Bool { style == .plain }
}
