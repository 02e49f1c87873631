/// Why a playbook was refused: every mistake that was found in it.
public struct PlaybookError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The mistakes, in the order of the file; never none.
    public let diagnostics: [Diagnostic]

    /// Creates an error.
    public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    /// All mistakes, each with its line and a caret.
    public var description: String { InventoryError(diagnostics).description }
}
