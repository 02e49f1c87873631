internal import FleetCore
internal import FleetYAML

extension DocumentReader {
    /// Reads an `args` whose entries may hold variables.
    mutating func variableTexts(_ node: YAMLNode) -> [Placed<VariableText>]? {
        let before = diagnostics.count
        _ = arguments(node)
        guard diagnostics.count == before else { return nil }
        return texts(of: node, as: "'args'").compactMap { variableText($0, at: $1) }
    }

    /// Reads an `env` whose values may hold variables.
    mutating func variables(_ node: YAMLNode) -> [PlaybookVariable] {
        let before = diagnostics.count
        _ = environment(node)
        guard diagnostics.count == before else { return [] }
        return pairs(of: node, as: "'env'").compactMap { pair in
            guard let (text, mark) = text(of: pair.value, as: "'\(pair.key.text)'") else {
                return nil
            }
            return variableText(text, at: mark).map {
                PlaybookVariable(name: pair.key.text, value: $0)
            }
        }
    }

    /// Reads a text that may hold variables.
    mutating func variableText(
        _ text: String, at mark: YAMLMark
    ) -> Placed<VariableText>? {
        guard let value = VariableText(text) else {
            note(
                .badValue, at: mark, "'\(text)' holds '${' without a name and a '}'",
                remedy: "write ${name}, or $${ for the two characters themselves")
            return nil
        }
        return Placed(value, at: place(mark))
    }

    // MARK: Conditions

    /// Reads a `when`: one condition, or a list of them that must all hold.
    mutating func conditions(_ node: YAMLNode) -> [Placed<StepCondition>] {
        let nodes = if case .sequence(let items) = node.content { items } else { [node] }
        return nodes.compactMap { condition($0) }
    }

    private mutating func condition(_ node: YAMLNode) -> Placed<StepCondition>? {
        let remedy = "write { step: NAME, is: failed }, with 'is', 'is_not' or 'exit'"
        var step: (text: String, mark: YAMLMark)?
        var outcomes: Set<Outcome.Word>?
        var exits: Set<UInt8>?
        var tests = 0
        let before = diagnostics.count
        level(.condition, pairs(of: node, as: "'when'", remedy: remedy)) { pair, reader in
            switch pair.key.text {
            case "step": step = reader.text(of: pair.value, as: "'step'")
            case "exit":
                tests += 1
                exits = reader.exits(pair.value)
            case let key:
                tests += 1
                let words = reader.words(pair.value, key)
                outcomes = key == "is" ? words : Set(Outcome.Word.allCases).subtracting(words)
            }
        }
        guard diagnostics.count == before else { return nil }
        guard let step, tests == 1 else {
            note(
                step == nil ? .missingKey : tests == 0 ? .missingKey : .conflict, at: node.mark,
                step == nil
                    ? "this condition names no step" : "a condition asks one thing, not \(tests)",
                remedy: remedy)
            return nil
        }
        let condition = StepCondition(
            step: StepID(cleaning: step.text),
            outcomes: outcomes ?? StepCondition.ends(with: exits),
            exits: exits)
        return Placed(condition, at: place(step.mark))
    }

    private mutating func words(_ node: YAMLNode, _ key: String) -> Set<Outcome.Word> {
        let nodes = if case .sequence(let items) = node.content { items } else { [node] }
        return Set(nodes.compactMap { ValueReader<Outcome.Word>.word.read($0, key, &self) })
    }

    private mutating func exits(_ node: YAMLNode) -> Set<UInt8> {
        let nodes = if case .sequence(let items) = node.content { items } else { [node] }
        let codes = nodes.compactMap { ValueReader<Int>.number(0...255).read($0, "exit", &self) }
        return Set(codes.map { UInt8($0) })
    }
}

extension StepCondition {
    /// The ends that a script with one of these exit codes may have.
    fileprivate static func ends(with exits: Set<UInt8>?) -> Set<Outcome.Word> {
        guard let exits else { return [] }
        var words: Set<Outcome.Word> = exits == [0] ? [] : [.failed]
        if exits.contains(0) { words.insert(.ok) }
        return words
    }
}
