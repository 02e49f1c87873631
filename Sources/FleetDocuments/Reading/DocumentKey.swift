internal import FleetYAML

/// A key that some level of an inventory or a playbook may have.
struct DocumentKey: Sendable {
    /// Reads a value into the settings of a level.
    typealias Assignment =
        @Sendable (YAMLNode, String, inout DocumentReader, inout LevelSettings) -> Void

    /// The key as written.
    let name: String
    /// Where it may stand.
    let levels: DocumentLevel
    /// How its value becomes a setting; `nil` where the level reads it itself.
    let assign: Assignment?

    /// A key whose value is a setting.
    init<Value>(
        _ name: String, _ levels: DocumentLevel,
        _ path: WritableKeyPath<LevelSettings, Placed<Value>?> & Sendable,
        _ reader: ValueReader<Value>
    ) {
        self.name = name
        self.levels = levels
        self.assign = { node, key, document, settings in
            guard let value = reader.read(node, key, &document) else { return }
            settings[keyPath: path] = Placed(value, at: document.place(node.mark))
        }
    }

    /// A key that the level reads itself.
    init(_ name: String, _ levels: DocumentLevel) {
        self.init(name, levels, assign: nil)
    }

    private init(_ name: String, _ levels: DocumentLevel, assign: Assignment?) {
        self.name = name
        self.levels = levels
        self.assign = assign
    }

    /// The same key in another document.
    func moved(to levels: DocumentLevel) -> DocumentKey {
        DocumentKey(name, levels, assign: assign)
    }
}
