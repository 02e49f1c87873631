internal import FleetCore
internal import FleetYAML

extension DocumentReader {
    /// Reads a playbook's value: a list of plays, or one play.
    mutating func plays(_ root: YAMLNode) -> [PlaybookPlay] {
        let nodes: [YAMLNode]
        switch root.content {
        case .mapping: nodes = [root]
        case .sequence(let items): nodes = items
        case .scalar:
            note(
                .wrongShape, at: root.mark, "a playbook must be a list of plays, not a text",
                remedy: "write '- hosts: web', and below it 'steps:'")
            return []
        }
        if nodes.isEmpty {
            note(.empty, at: root.mark, "there is no play", remedy: "write '- hosts: web'")
        }
        let plays = nodes.compactMap { play($0) }
        return named(plays)
    }

    /// What a play is made of, as far as it has been read.
    private struct PlayParts {
        var name: String?
        var pattern: Placed<HostPattern>?
        var steps: YAMLNode?
        var percentage: Placed<HostShare>?
        var isEndedByAnyFailure = false
        var onFailure = FailurePolicy.stop
        var hasHosts = false
    }

    private mutating func play(_ node: YAMLNode) -> PlaybookPlay? {
        var parts = PlayParts()
        var settings = LevelSettings()
        let pairs = self.pairs(of: node, as: "a play", remedy: "write 'hosts:' and 'steps:'")
        level(.play, pairs, into: &settings) { pair, reader in
            reader.readPlay(pair, into: &parts)
        }
        for (key, isThere) in [("hosts", parts.hasHosts), ("steps", parts.steps != nil)]
        where !isThere {
            note(
                .missingKey, at: node.mark, "this play has no '\(key)'",
                remedy: key == "hosts" ? "add 'hosts:' with a pattern, or all" : "add 'steps:'")
        }
        if let percentage = parts.percentage {
            if settings.fleet.maxFail != nil {
                note(
                    .conflict, at: node.mark, "this play has 'max_fail' and 'max_fail_percentage'",
                    remedy: "keep one of them")
            }
            settings.fleet.maxFail = percentage
        }
        let stages = parts.steps.map { self.stages($0, onFailure: parts.onFailure) } ?? []
        guard let pattern = parts.pattern else { return nil }
        return PlaybookPlay(
            name: parts.name ?? pattern.value.text, pattern: pattern, fleet: settings.fleet,
            perHost: settings.host.perHost, job: settings.host.job,
            isEndedByAnyFailure: parts.isEndedByAnyFailure, stages: stages,
            place: place(node.mark))
    }

    private mutating func readPlay(_ pair: YAMLPair, into parts: inout PlayParts) {
        let key = pair.key.text
        switch key {
        case "name": parts.name = text(of: pair.value, as: "'name'")?.text
        case "hosts":
            parts.hasHosts = true
            parts.pattern = pattern(pair.value)
        case "steps": parts.steps = pair.value
        case "max_fail_percentage":
            parts.percentage = ValueReader<Int>.number(0...100).read(pair.value, key, &self)
                .map { Placed(.percent($0), at: place(pair.value.mark)) }
        case "any_errors_fatal":
            parts.isEndedByAnyFailure =
                ValueReader<Bool>.flag.read(pair.value, key, &self) ?? false
        default:
            parts.onFailure =
                ValueReader<FailurePolicy>.word.read(pair.value, key, &self) ?? .stop
        }
    }

    private mutating func pattern(_ node: YAMLNode) -> Placed<HostPattern>? {
        let before = diagnostics.count
        let texts = texts(of: node, as: "'hosts'").map(\.text)
        guard diagnostics.count == before else { return nil }
        do throws(PatternError) {
            return Placed(try HostPattern(texts), at: place(node.mark))
        } catch {
            note(.badValue, at: node.mark, "'hosts': \(error.problem)", remedy: error.remedy)
            return nil
        }
    }

    /// Gives the steps that the file doesn't name what is left of names: `uptime`, `uptime+2`.
    private func named(_ plays: [PlaybookPlay]) -> [PlaybookPlay] {
        var taken = Set(plays.flatMap(\.steps).filter(\.isNamed).map(\.id))
        return plays.map { play in
            var play = play
            play.stages = play.stages.map { stage in
                stage.map { step in
                    guard !step.isNamed else { return step }
                    var step = step
                    step.id = StepID(step.id, besides: &taken)
                    return step
                }
            }
            return play
        }
    }
}
