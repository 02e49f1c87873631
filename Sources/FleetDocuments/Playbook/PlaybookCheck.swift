internal import FleetCore

/// What can be known of a playbook only when all of it is read: names, conditions, steps that never run.
struct PlaybookCheck {
    private(set) var diagnostics: [Diagnostic] = []
    private let steps: [PlaybookStep]
    /// Where each step stands: its stage, counted through all plays.
    private var stages: [StepID: Int] = [:]

    init(_ plays: [PlaybookPlay]) {
        steps = plays.flatMap(\.steps)
        for (number, stage) in plays.flatMap(\.stages).enumerated() {
            for step in stage where stages[step.id] == nil { stages[step.id] = number }
        }
        checkNames()
        for step in steps {
            for condition in step.conditions { check(condition, of: step) }
            checkTogether(step)
        }
    }

    private mutating func checkNames() {
        var first: [StepID: SourcePlace] = [:]
        for step in steps {
            guard let place = first[step.id] else {
                first[step.id] = step.place
                continue
            }
            note(
                .sameStepTwice, at: step.place, "another step is named '\(step.id)' (\(place))",
                remedy: "name them apart, or their logs and conditions can't be told apart")
        }
    }

    private mutating func check(_ condition: Placed<StepCondition>, of step: PlaybookStep) {
        let name = condition.value.step
        guard let theirs = stages[name], let own = stages[step.id] else {
            note(
                .unknownStep, at: condition.place ?? step.place, "there is no step '\(name)'",
                remedy: NearestName.suggestion(
                    for: name.name, in: steps.map(\.id.name),
                    otherwise: "name one that stands before '\(step.id)'"))
            return
        }
        guard theirs < own else {
            let why =
                name == step.id
                ? "'\(step.id)' waits for itself"
                : theirs == own
                    ? "'\(name)' runs at the same time as '\(step.id)'"
                    : "'\(name)' comes only after '\(step.id)'"
            note(
                .unknownStep, at: condition.place ?? step.place, why,
                remedy: "name a step that stands before it")
            return
        }
        checkReachable(condition, of: step)
    }

    private mutating func checkReachable(
        _ condition: Placed<StepCondition>, of step: PlaybookStep
    ) {
        guard let other = steps.first(where: { $0.id == condition.value.step }),
            condition.value.outcomes.isDisjoint(with: other.outcomesBeforeOthers)
        else { return }
        let policy = other.onFailure.rawValue
        let ends = Outcome.Word.allCases.filter { other.outcomesBeforeOthers.contains($0) }
            .map(\.rawValue).joined(separator: " or ")
        let wants = condition.value.outcomes.contains(.failed) ? "ignore" : "continue"
        let isSkipped = condition.value.outcomes == [.skipped]
        note(
            .neverRuns, at: condition.place ?? step.place,
            isSkipped
                ? "'\(step.id)' can never run: '\(other.id)' is never skipped on a host that goes on"
                : "'\(step.id)' can never run: a host goes on behind '\(other.id)' only when it is \(ends) "
                    + "(on_failure: \(policy))",
            remedy: isSkipped
                ? "give '\(other.id)' a 'when'" : "add 'on_failure: \(wants)' to '\(other.id)'")
    }

    /// Conditions on one step that exclude each other.
    private mutating func checkTogether(_ step: PlaybookStep) {
        for (name, all) in Dictionary(grouping: step.conditions, by: \.value.step)
        where all.count > 1 {
            let words = all.map(\.value.outcomes).reduce(Set(Outcome.Word.allCases)) {
                $0.intersection($1)
            }
            let codes = all.compactMap(\.value.exits)
            let common = codes.dropFirst().reduce(codes.first) { $0?.intersection($1) }
            guard words.isEmpty || common?.isEmpty == true else { continue }
            note(
                .neverRuns, at: all.last?.place ?? step.place,
                "'\(step.id)' can never run: its conditions on '\(name)' exclude each other",
                remedy: "one 'is: [ok, failed]' means either")
        }
    }

    private mutating func note(
        _ code: DiagnosticCode, at place: SourcePlace, _ problem: String, remedy: String
    ) {
        diagnostics.append(Diagnostic(code, at: place, problem, remedy: remedy))
    }
}

extension PlaybookStep {
    /// The ends behind which a host goes on to later steps.
    fileprivate var outcomesBeforeOthers: Set<Outcome.Word> {
        var words: Set<Outcome.Word> =
            switch onFailure {
            case .stop, .abort: [.ok]
            case .ignore: [.ok, .failed]
            case .continue: Set(Outcome.Word.allCases).subtracting([.cancelled, .skipped])
            }
        if !conditions.isEmpty { words.insert(.skipped) }
        return words
    }
}
