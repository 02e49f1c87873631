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
