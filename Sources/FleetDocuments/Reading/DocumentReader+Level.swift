internal import FleetYAML

extension DocumentReader {
    /// Reads the pairs of one level: settings into `settings`, and the others to `structure`.
    ///
    /// A key that the level doesn't have is noted, with the nearest that it has.
    mutating func level(
        _ level: DocumentLevel, _ pairs: [YAMLPair], into settings: inout LevelSettings,
        structure: (YAMLPair, inout DocumentReader) -> Void
    ) {
        for pair in pairs {
            let name = pair.key.text
            guard let key = DocumentKey.named[name], key.levels.contains(level) else {
                noteUnknown(pair, at: level)
                continue
            }
            if let assign = key.assign {
                assign(pair.value, name, &self, &settings)
            } else {
                structure(pair, &self)
            }
        }
    }

    /// Reads the pairs of a level that has no settings.
    mutating func level(
        _ level: DocumentLevel, _ pairs: [YAMLPair],
        structure: (YAMLPair, inout DocumentReader) -> Void
    ) {
        var nothing = LevelSettings()
        self.level(level, pairs, into: &nothing, structure: structure)
    }

    private mutating func noteUnknown(_ pair: YAMLPair, at level: DocumentLevel) {
        let name = pair.key.text
        if let key = DocumentKey.named[name] {
            note(
                .unknownKey, at: pair.keyMark, "\(level.name) has no key '\(name)'",
                remedy: "it belongs to \(key.levels.name)")
            return
        }
        let names = DocumentKey.all.lazy.filter { $0.levels.contains(level) }.map(\.name)
        note(
            .unknownKey, at: pair.keyMark, "\(level.name) has no key '\(name)'",
            remedy: NearestName.suggestion(
                for: name, in: names,
                otherwise: "its keys are \(names.joined(separator: ", "))"))
    }
}
