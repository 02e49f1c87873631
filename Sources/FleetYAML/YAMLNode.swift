/// One value of a YAML document, and where it stands.
///
/// What a plain `yes`, `010` or `1:30` means is left to whoever reads the value: a scalar keeps its text
/// and whether it was quoted.
public struct YAMLNode: Hashable, Sendable {
    /// What a value is made of.
    public enum Content: Hashable, Sendable {
        /// A text, number, word or nothing.
        case scalar(YAMLScalar)
        /// A list.
        case sequence([YAMLNode])
        /// Keys and values, in the order of the text; no key comes twice.
        case mapping([YAMLPair])
    }

    /// What the value is made of.
    public let content: Content
    /// The tag as resolved by libyaml (`tag:yaml.org,2002:str`, `!vault`), or `nil` where none is written.
    public let tag: String?
    /// Where the value begins; for an alias, where the alias stands.
    public let mark: YAMLMark

    /// Creates a value.
    public init(_ content: Content, tag: String? = nil, mark: YAMLMark) {
        self.content = content
        self.tag = tag
        self.mark = mark
    }

    /// Whether nothing is written, or one of the words for it, unquoted.
    public var isNull: Bool {
        guard case .scalar(let scalar) = content, scalar.isPlain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.text)
    }
}

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

/// A key of a mapping, with its value.
public struct YAMLPair: Hashable, Sendable {
    /// The key, never empty.
    public let key: YAMLScalar
    /// Where the key begins.
    public let keyMark: YAMLMark
    /// The value.
    public let value: YAMLNode

    /// Creates a pair.
    public init(key: YAMLScalar, keyMark: YAMLMark, value: YAMLNode) {
        self.key = key
        self.keyMark = keyMark
        self.value = value
    }
}
