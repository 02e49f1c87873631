internal import FleetCore
internal import FleetYAML

extension DocumentReader {
    /// Reads a `vars` over the variables that there are.
    mutating func variables(_ node: YAMLNode, into variables: inout [String: Variable]) {
        for pair in pairs(of: node, as: "'vars'") {
            if DocumentReader.isSecret(pair.key.text) { hideLine(of: pair.value.mark) }
            variables[pair.key.text] = Placed(VariableValue(pair.value), at: place(pair.keyMark))
        }
    }

    /// Whether a group may have that name; notes why not.
    mutating func isGroupName(_ name: YAMLScalar, at mark: YAMLMark) -> Bool {
        if name.text == "all" || name.text == "ungrouped" {
            note(
                .badName, at: mark, "the group '\(name.text)' is always there",
                remedy: "what holds for all hosts belongs to 'defaults' and the top's 'vars'")
            return false
        }
        guard StepID(name.text) != nil else {
            note(
                .badName, at: mark, "'\(name.text)' can't be the name of a group",
                remedy: "use letters, digits, '_', '-' and '.'")
            return false
        }
        return true
    }

    /// Reads one entry of `scripts`.
    mutating func script(_ pair: YAMLPair) -> InventoryScript? {
        guard let name = StepID(pair.key.text) else {
            note(
                .badName, at: pair.keyMark, "'\(pair.key.text)' can't be the name of a script",
                remedy: "use letters, digits, '_', '-', '+' and '.'")
            return nil
        }
        var file: Placed<String>?
        var arguments: [String] = []
        var environment: [EnvironmentVariable] = []
        var settings = LevelSettings()
        let before = diagnostics.count
        level(.script, pairs(of: pair.value, as: "script '\(name)'"), into: &settings) {
            pair, reader in
            switch pair.key.text {
            case "file":
                file = ValueReader<String>.path.read(pair.value, "file", &reader)
                    .map { Placed($0, at: reader.place(pair.value.mark)) }
            case "args": arguments = reader.arguments(pair.value)
            default: environment = reader.environment(pair.value)
            }
        }
        if let file {
            return InventoryScript(
                name: name, file: file, arguments: arguments, environment: environment,
                job: settings.host.job, place: place(pair.keyMark))
        }
        if diagnostics.count == before {
            note(
                .missingKey, at: pair.keyMark, "script '\(name)' has no file",
                remedy: "add 'file:' with its path")
        }
        return nil
    }

    mutating func arguments(_ node: YAMLNode) -> [String] {
        if case .scalar = node.content, !node.isNull {
            note(
                .wrongShape, at: node.mark, "'args' must be a list, not a text",
                remedy: "write [one, two]: nothing is split at spaces")
            return []
        }
        let texts = texts(of: node, as: "'args'")
        for (text, mark) in texts where text.utf8.contains(0) {
            note(.badValue, at: mark, "an argument holds a NUL", remedy: "remove it")
        }
        return texts.map(\.text)
    }

    mutating func environment(_ node: YAMLNode) -> [EnvironmentVariable] {
        pairs(of: node, as: "'env'").compactMap { pair in
            let name = pair.key.text
            guard let (value, mark) = text(of: pair.value, as: "'\(name)'") else { return nil }
            if let variable = EnvironmentVariable(name: name, value: value) { return variable }
            let isName = EnvironmentVariable(name: name, value: "") != nil
            note(
                isName ? .badValue : .badName, at: isName ? mark : pair.keyMark,
                isName
                    ? "the value of '\(name)' holds a NUL"
                    : "'\(name)' can't be the name of an environment variable",
                remedy: isName ? "remove it" : "use letters, digits and '_', no digit in front")
            return nil
        }
    }
}
