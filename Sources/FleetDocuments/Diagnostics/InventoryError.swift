/// Why an inventory was refused: every mistake that was found in its files.
public struct InventoryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The mistakes, file by file, in the order of each file; never none.
    public let diagnostics: [Diagnostic]

    /// Creates an error.
    public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    /// The most mistakes that ``description`` shows: more than anybody reads at once.
    static let shown = 100

    /// All mistakes, each with its line and a caret.
    public var description: String {
        var parts = diagnostics.prefix(InventoryError.shown).map(\.rendered)
        let rest = diagnostics.count - parts.count
        if rest > 0 { parts.append("and \(rest) more") }
        return parts.joined(separator: "\n")
    }
}
