internal import FleetCore
internal import FleetYAML

extension DocumentReader {
    /// Reads a `steps`: each entry a stage, `parallel` one of several steps.
    mutating func stages(_ node: YAMLNode, onFailure: FailurePolicy) -> [[PlaybookStep]] {
        entries(of: node, as: "'steps'").compactMap { entry in
            guard case .mapping(let pairs) = entry.content,
                let group = pairs.first(where: { $0.key.text == "parallel" })
            else { return step(entry, onFailure: onFailure).map { [$0] } }
            if pairs.count > 1 {
                note(
                    .conflict, at: group.keyMark, "'parallel' stands beside other keys",
                    remedy: "what holds for one of its steps belongs to that step")
            }
            let steps = entries(of: group.value, as: "'parallel'").compactMap { entry in
                step(entry, onFailure: onFailure)
            }
            return steps.isEmpty ? nil : steps
        }
    }

    private mutating func entries(of node: YAMLNode, as what: String) -> [YAMLNode] {
        if case .sequence(let items) = node.content, !items.isEmpty { return items }
        note(
            .wrongShape, at: node.mark, "\(what) must be a list of steps",
            remedy: "write '- script: NAME' or '- command: TEXT', one a line")
        return []
    }

    /// What a step is made of, as far as it has been read.
    private struct StepParts {
        var name: (text: String, mark: YAMLMark)?
        var works: [Placed<PlaybookStep.Work>] = []
        var arguments: [Placed<VariableText>]?
        var argumentsMark: YAMLMark?
        var environment: [PlaybookVariable] = []
        var conditions: [Placed<StepCondition>] = []
        var runsOnce = false
        var onFailure: FailurePolicy?
    }

    private mutating func step(_ node: YAMLNode, onFailure: FailurePolicy) -> PlaybookStep? {
        var parts = StepParts()
        var settings = LevelSettings()
        let before = diagnostics.count
        let pairs = self.pairs(
            of: node, as: "a step", remedy: "write '- script: NAME' or '- command: TEXT'")
        level(.step, pairs, into: &settings) { pair, reader in
            reader.readStep(pair, into: &parts)
        }
        refuseBoth(pairs)
        if parts.works.count == 1, parts.works[0].value.isCopy { refuseForCopy(pairs) }
        guard let work = parts.works.first, parts.works.count == 1 else {
            if diagnostics.count == before || parts.works.count > 1 {
                note(
                    parts.works.isEmpty ? .missingKey : .conflict, at: node.mark,
                    "a step does one thing, and this one \(parts.works.count)",
                    remedy: "write one of 'script: NAME', 'command: TEXT', 'push:' and 'fetch:'")
            }
            return nil
        }
        if case .command = work.value, let mark = parts.argumentsMark {
            note(
                .conflict, at: mark, "a command takes no 'args'",
                remedy: "write them behind the command, as in a shell")
        }
        return PlaybookStep(
            id: StepID(cleaning: parts.name?.text ?? work.value.name), work: work,
            arguments: parts.arguments, environment: parts.environment, job: settings.host.job,
            onFailure: parts.onFailure ?? onFailure, conditions: parts.conditions,
            runsOnce: parts.runsOnce, isNamed: parts.name != nil,
            place: place(parts.name?.mark ?? node.mark))
    }

    /// One thing has one place: 'reboot' is a step's short word for 'on_reboot'.
    private mutating func refuseBoth(_ pairs: [YAMLPair]) {
        guard let short = pairs.first(where: { $0.key.text == "reboot" }),
            pairs.contains(where: { $0.key.text == "on_reboot" })
        else { return }
        note(
            .conflict, at: short.keyMark, "'reboot' and 'on_reboot' are the same",
            remedy: "keep one of them")
    }

    private mutating func readStep(_ pair: YAMLPair, into parts: inout StepParts) {
        let key = pair.key.text
        switch key {
        case "name": parts.name = text(of: pair.value, as: "'name'")
        case "script":
            guard let (text, mark) = text(of: pair.value, as: "'script'") else { break }
            guard !text.isEmpty, !text.utf8.contains(0) else {
                return note(
                    .badValue, at: mark, "'script' can't be '\(text)'",
                    remedy: "write the name of a script, or its path")
            }
            let work = PlaybookStep.Work.script(text, path: paths.resolve(text))
            parts.works.append(Placed(work, at: place(mark)))
        case "command":
            guard let (text, mark) = text(of: pair.value, as: "'command'") else { break }
            guard !text.allSatisfy(\.isWhitespace), !text.utf8.contains(0) else {
                return note(
                    .badValue, at: mark, "'command' says nothing to do",
                    remedy: "write what a shell would be told")
            }
            parts.works.append(Placed(.command(text), at: place(mark)))
        case "push", "fetch":
            let work = key == "push" ? push(pair.value) : fetch(pair.value)
            if let work { parts.works.append(Placed(work, at: place(pair.value.mark))) }
        case "parallel":
            note(
                .wrongShape, at: pair.keyMark, "a 'parallel' within another",
                remedy: "write its steps into the outer one")
        case "args":
            parts.argumentsMark = pair.keyMark
            parts.arguments = variableTexts(pair.value)
        case "env": parts.environment = variables(pair.value)
        case "when": parts.conditions = conditions(pair.value)
        case "run_once":
            parts.runsOnce = ValueReader<Bool>.flag.read(pair.value, key, &self) ?? false
        default:
            parts.onFailure = ValueReader<FailurePolicy>.word.read(pair.value, key, &self)
        }
    }
}

extension PlaybookStep.Work {
    /// What a step is named for that the file doesn't name: the script's file, or the command's first word.
    fileprivate var name: String {
        let words =
            switch self {
            case .script(let name, _): name[...]
            case .command(let text):
                text.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
            case .push(let path, _, _): path.value.text[...]
            case .fetch(let path): path.value.text[...]
            }
        let last = words.split(separator: "/").last ?? words
        return (isCopy ? isPush ? "push-" : "fetch-" : "") + last
    }
}
