internal import FleetYAML

extension DocumentReader {
    /// Reads one entry of `keys`.
    mutating func key(_ pair: YAMLPair) -> InventoryKey? {
        let name = pair.key.text
        var file: String?
        var isAgent = false
        var passphrase: PassphraseSource?
        var seen: [String: YAMLMark] = [:]
        let before = diagnostics.count
        level(.key, pairs(of: pair.value, as: "key '\(name)'")) { pair, reader in
            seen[pair.key.text] = pair.keyMark
            switch pair.key.text {
            case "file": file = ValueReader<String>.path.read(pair.value, "file", &reader)
            case "agent": isAgent = reader.mustBeTrue(pair)
            default: passphrase = reader.secretSource(pair.value, "passphrase")
            }
        }
        guard diagnostics.count == before else { return nil }
        let place = place(pair.keyMark)
        if let agent = seen["agent"], seen.count > 1 {
            note(
                .conflict, at: agent, "key '\(name)' is the agent and has a file or a passphrase",
                remedy: "make two keys of it")
        } else if isAgent {
            return InventoryKey(name: name, source: .agent, place: place)
        } else if let file {
            let source = InventoryKey.Source.file(path: file, passphrase: passphrase)
            return InventoryKey(name: name, source: source, place: place)
        } else {
            note(
                .missingKey, at: pair.keyMark, "key '\(name)' has no file",
                remedy: "add 'file:' with the path of a private key, or 'agent: true'")
        }
        return nil
    }
}
