/// Why a pattern chooses no hosts.
public struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One cause; once released, a code never changes its meaning.
    public enum Code: String, Sendable, CaseIterable {
        /// There is nothing in the pattern.
        case empty = "pattern.empty"
        /// A name, or a pattern of names, that no host and no group has.
        case unknownName = "pattern.unknown-name"
        /// A subscript behind the last host.
        case badSubscript = "pattern.bad-subscript"
        /// A regular expression that can't be one.
        case badRegex = "pattern.bad-regex"
        /// A file of patterns that can't be read.
        case unreadableFile = "pattern.unreadable-file"
        /// The parts are all known, and together they leave no host.
        case noHosts = "pattern.no-hosts"
    }

    /// The cause, for code.
    public let code: Code
    /// The pattern, or the part of it, as written.
    public let pattern: String
    /// What is wrong, in lower case.
    public let problem: String
    /// What to do about it.
    public let remedy: String

    init(_ code: Code, in pattern: String, _ problem: String, remedy: String) {
        self.code = code
        self.pattern = VisibleText.of(pattern)
        self.problem = VisibleText.of(problem)
        self.remedy = remedy
    }

    /// `pattern 'wbe': problem; remedy [code]`.
    public var description: String {
        "pattern '\(pattern)': \(problem); \(remedy) [\(code.rawValue)]"
    }
}
