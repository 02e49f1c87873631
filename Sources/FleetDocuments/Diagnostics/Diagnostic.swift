/// One mistake in a document.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
    /// The cause, for code.
    public let code: DiagnosticCode
    /// Where it is.
    public let place: SourcePlace
    /// What is wrong, in lower case, quoting what is written.
    public let problem: String
    /// What to do about it.
    public let remedy: String
    /// The line it is on; `nil` where the whole file is meant, and where the line holds a secret.
    public internal(set) var line: String?

    /// Creates a diagnostic.
    public init(
        _ code: DiagnosticCode, at place: SourcePlace, _ problem: String, remedy: String,
        line: String? = nil
    ) {
        self.code = code
        self.place = place
        self.problem = VisibleText.of(problem)
        self.remedy = VisibleText.of(remedy)
        self.line = line
    }

    /// One line: `fleet.yaml:14:9: problem; remedy [code]`.
    public var description: String { "\(place): \(problem); \(remedy) [\(code.rawValue)]" }

    /// The same, then the line itself with a caret under the column.
    public var rendered: String {
        guard let line, let position = place.position else { return description }
        return description + "\n" + CaretExcerpt(line: line, column: position.column).description
    }
}
