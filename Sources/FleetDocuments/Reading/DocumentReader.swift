internal import FleetYAML

/// Turns the nodes of one file into values, and notes every mistake on the way.
struct DocumentReader {
    /// The file's path as the operator gave it.
    let file: String
    /// What paths in the file are relative to.
    let paths: PathBase
    /// The lines that hold a secret, and are never shown.
    private(set) var secretLines: Set<Int> = []
    /// The mistakes so far.
    private(set) var diagnostics: [Diagnostic] = []
    /// What was passed over.
    private(set) var warnings: [Diagnostic] = []

    /// The keys that there are.
    let keys: DocumentKeys

    init(file: String, paths: PathBase, keys: DocumentKeys = .inventory) {
        self.keys = keys
        self.file = file
        self.paths = paths
    }

    /// The place of `mark` in this file.
    func place(_ mark: YAMLMark) -> SourcePlace {
        SourcePlace(file: file, position: .init(line: mark.line, column: mark.column))
    }

    /// Notes a mistake.
    mutating func note(
        _ code: DiagnosticCode, at mark: YAMLMark, _ problem: String, remedy: String
    ) {
        diagnostics.append(Diagnostic(code, at: place(mark), problem, remedy: remedy))
    }

    /// Notes what is passed over.
    mutating func warn(
        _ code: DiagnosticCode, at mark: YAMLMark, _ problem: String, remedy: String
    ) {
        warnings.append(Diagnostic(code, at: place(mark), problem, remedy: remedy))
    }

    /// Keeps the line of a secret out of every message.
    mutating func hideLine(of mark: YAMLMark) { secretLines.insert(mark.line) }

    /// Notes a mistake.
    mutating func append(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    /// The pairs of a mapping; none for a null, and none, with a note, for anything else.
    mutating func pairs(
        of node: YAMLNode, as what: String, remedy: String = "write 'name: value' pairs"
    ) -> [YAMLPair] {
        switch node.content {
        case .mapping(let pairs): return pairs
        case .scalar, .sequence:
            guard !node.isNull else { return [] }
            note(
                .wrongShape, at: node.mark, "\(what) must be a mapping, not \(node.kind)",
                remedy: remedy)
            return []
        }
    }

    /// The texts of a list; a single text is a list of one.
    mutating func texts(of node: YAMLNode, as what: String) -> [(text: String, mark: YAMLMark)] {
        switch node.content {
        case .scalar: [node].compactMap { text(of: $0, as: what) }
        case .sequence(let items): items.compactMap { text(of: $0, as: "an entry of \(what)") }
        case .mapping:
            wrongShape(node, what, expected: "a list")
        }
    }

    /// The text of a scalar; `nil`, with a note, for a null, a list or a mapping.
    mutating func text(of node: YAMLNode, as what: String) -> (text: String, mark: YAMLMark)? {
        guard case .scalar(let scalar) = node.content else {
            note(
                .wrongShape, at: node.mark, "\(what) must be a text, not \(node.kind)",
                remedy: "write one value")
            return nil
        }
        guard !node.isNull else {
            note(
                .badValue, at: node.mark, "\(what) has no value",
                remedy: "write one, or '' for an empty text")
            return nil
        }
        return (scalar.text, node.mark)
    }

    private mutating func wrongShape<Item>(
        _ node: YAMLNode, _ what: String, expected: String
    ) -> [Item] {
        note(
            .wrongShape, at: node.mark, "\(what) must be \(expected), not \(node.kind)",
            remedy: "write [one, two], or one '- ' a line")
        return []
    }
}

extension YAMLNode {
    /// What it is, for messages.
    var kind: String {
        switch content {
        case .scalar: isNull ? "nothing" : "a text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
