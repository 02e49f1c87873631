/// What an earlier step must have come to on a host for another step to be wanted there.
public struct StepCondition: Hashable, Sendable {
    /// The earlier step.
    public let step: StepID
    /// The ends that are wanted.
    public let outcomes: Set<Outcome.Word>
    /// The exit codes that are wanted; `nil` where they don't matter.
    public let exits: Set<UInt8>?

    /// Creates a condition.
    public init(step: StepID, outcomes: Set<Outcome.Word>, exits: Set<UInt8>? = nil) {
        self.step = step
        self.outcomes = outcomes
        self.exits = exits
    }

    /// Whether an end of the earlier step is one of those that are wanted.
    public func holds(for outcome: Outcome) -> Bool {
        guard outcomes.contains(outcome.word) else { return false }
        guard let exits else { return true }
        guard case .code(let code) = outcome.exitStatus else { return false }
        return exits.contains(code)
    }
}

extension StepCondition: CustomStringConvertible {
    /// `'check' is failed or timeout`, `'check' exits with 10`.
    public var description: String {
        if let exits {
            return "'\(step)' exits with "
                + exits.sorted().map(String.init).joined(separator: " or ")
        }
        let words = Outcome.Word.allCases.filter { outcomes.contains($0) }.map(\.rawValue)
        let others = Outcome.Word.allCases.filter { !outcomes.contains($0) }.map(\.rawValue)
        return words.count <= others.count
            ? "'\(step)' is \(words.joined(separator: " or "))"
            : "'\(step)' is not \(others.joined(separator: " or "))"
    }
}

extension StepCondition: Codable {
    private enum CodingKeys: String, CodingKey {
        case step
        case outcomes = "is"
        case exits = "exit"
    }

    /// Encodes `{"step": "check", "is": ["failed"], "exit": [10]}`.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(step, forKey: .step)
        // In one order, so that the same condition is the same text.
        try values.encode(
            Outcome.Word.allCases.filter { outcomes.contains($0) }, forKey: .outcomes)
        try values.encodeIfPresent(exits?.sorted(), forKey: .exits)
    }
}
