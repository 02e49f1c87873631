internal import FleetYAML

/// Where passphrases and passwords come from.
extension DocumentReader {
    /// Reads where the secret that `key` is about comes from; the secret itself is refused.
    mutating func secretSource(_ node: YAMLNode, _ key: String) -> PassphraseSource? {
        let forms = "write { env: NAME }, { file: PATH }, { command: TEXT } or { prompt: true }"
        guard case .mapping(let pairs) = node.content else {
            // Perhaps the secret itself, which belongs neither in a file nor in a message.
            hideLine(of: node.mark)
            note(
                .wrongShape, at: node.mark, "'\(key)' says where the secret comes from",
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
                .conflict, at: node.mark, "'\(key)' has \(sources.count) sources, not one",
                remedy: forms)
            return nil
        }
        return sources[0]
    }

    /// Reads a flag that can only be set.
    mutating func mustBeTrue(_ pair: YAMLPair) -> Bool {
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

extension ValueReader where Value == PassphraseSource {
    /// `{ env: NAME }` and the like.
    static var secret: ValueReader {
        ValueReader { node, key, reader in reader.secretSource(node, key) }
    }
}
