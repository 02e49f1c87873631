/// The keys of one kind of document.
struct DocumentKeys: Sendable {
    /// All of them.
    let all: [DocumentKey]
    /// The same, by name.
    let named: [String: DocumentKey]

    init(_ all: [DocumentKey]) {
        self.all = all
        self.named = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    }

    /// Those of an inventory.
    static let inventory = DocumentKeys(DocumentKey.all)
}
