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
            guard let key = keys.named[name], key.levels.contains(level) else {
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

    /// Whether the value of a key or a variable may be a password, which must not reach a message.
    static func isSecret(_ name: String) -> Bool {
        // Every variable of every host comes by here, and String's own search is slow to begin.
        // Setting the bit makes a letter lower-case, and no other byte a letter of these words.
        let bytes = name.utf8.map { $0 | 0x20 }
        return ["pass", "secret", "token"].contains { (word: StaticString) in
            let count = word.utf8CodeUnitCount
            guard bytes.count >= count else { return false }
            return word.withUTF8Buffer { letters in
                (0...(bytes.count - count)).contains { bytes[$0...].starts(with: letters) }
            }
        }
    }

    private mutating func noteUnknown(_ pair: YAMLPair, at level: DocumentLevel) {
        let name = pair.key.text
        if level == .key || level == .passphrase || DocumentReader.isSecret(name) {
            hideLine(of: pair.value.mark)
        }
        if let key = keys.named[name] {
            note(
                .unknownKey, at: pair.keyMark, "\(level.name) has no key '\(name)'",
                remedy: "it belongs to \(key.levels.name)")
            return
        }
        // Beyond what is shown, looking at all names for each mistake would be for nobody.
        guard diagnostics.count < InventoryError.shown else {
            note(
                .unknownKey, at: pair.keyMark, "\(level.name) has no key '\(name)'",
                remedy: "mend the mistakes above first")
            return
        }
        let names = keys.all.lazy.filter { $0.levels.contains(level) }.map(\.name)
        note(
            .unknownKey, at: pair.keyMark, "\(level.name) has no key '\(name)'",
            remedy: NearestName.suggestion(
                for: name, in: names,
                otherwise: "its keys are \(names.joined(separator: ", "))"))
    }
}
