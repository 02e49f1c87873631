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
            default: passphrase = reader.passphrase(pair.value)
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

    private mutating func passphrase(_ node: YAMLNode) -> PassphraseSource? {
        let forms = "write { env: NAME }, { file: PATH }, { command: TEXT } or { prompt: true }"
        guard case .mapping(let pairs) = node.content else {
            // Perhaps the passphrase itself, which belongs neither in a file nor in a message.
            hideLine(of: node.mark)
            note(
                .wrongShape, at: node.mark, "'passphrase' says where the passphrase comes from",
                remedy: forms)
            return nil
        }
        var sources: [PassphraseSource] = []
        let before = diagnostics.count
        level(.passphrase, pairs) { pair, reader in
            let source: PassphraseSource? =
                switch pair.key.text {
                case "env": reader.text(of: pair.value, as: "'env'").map { .environment($0.text) }
                case "file":
                    ValueReader<String>.path.read(pair.value, "file", &reader)
                        .map { .file(path: $0) }
                case "command":
                    reader.text(of: pair.value, as: "'command'").map { .command($0.text) }
                default: reader.mustBeTrue(pair) ? .prompt : nil
                }
            if let source { sources.append(source) }
        }
        guard diagnostics.count == before else { return nil }
        guard sources.count == 1 else {
            note(
                .conflict, at: node.mark, "'passphrase' has \(sources.count) sources, not one",
                remedy: forms)
            return nil
        }
        return sources[0]
    }

    private mutating func mustBeTrue(_ pair: YAMLPair) -> Bool {
        let name = pair.key.text
        let value = ValueReader<Bool>.flag.read(pair.value, name, &self)
        if value == false {
            note(
                .badValue, at: pair.value.mark, "'\(name)' can only be true",
                remedy: "leave it out otherwise")
        }
        return value == true
    }
}
