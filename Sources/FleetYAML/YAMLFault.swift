/// Something that is wrong with a YAML text.
public struct YAMLFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// One cause; once released, a code never changes its meaning.
    public enum Code: String, Sendable, CaseIterable {
        /// The text is not YAML.
        case syntax = "yaml.syntax"
        /// The bytes are not text: neither UTF-8 nor UTF-16 with a byte order mark.
        case encoding = "yaml.encoding"
        /// A key comes twice in one mapping.
        case duplicateKey = "yaml.duplicate-key"
        /// A key is empty, a list or a mapping.
        case badKey = "yaml.bad-key"
        /// An alias names no anchor that stands before it.
        case unknownAlias = "yaml.unknown-alias"
        /// A `<<` holds no mapping.
        case badMerge = "yaml.bad-merge"
        /// The file holds more than one document.
        case secondDocument = "yaml.second-document"
        /// The text, its nesting or what its aliases stand for is beyond the limits.
        case tooLarge = "yaml.too-large"
    }

    /// The cause, for code.
    public let code: Code
    /// Where it was seen.
    public let mark: YAMLMark
    /// What is wrong, in lower case.
    public let problem: String
    /// What to do about it.
    public let remedy: String

    /// Creates a fault.
    public init(_ code: Code, at mark: YAMLMark, _ problem: String, remedy: String) {
        self.code = code
        self.mark = mark
        self.problem = problem
        self.remedy = remedy
    }

    /// `3:7: problem; remedy [code]`.
    public var description: String {
        "\(mark.line):\(mark.column): \(problem); \(remedy) [\(code.rawValue)]"
    }
}
