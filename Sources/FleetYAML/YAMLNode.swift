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
