/// What the operator says when asked about a step.
public enum StepAnswer: Hashable, Sendable {
    /// It runs on all hosts.
    case yes
    /// It runs on none.
    case no
    /// It runs, and so do all that follow.
    case always
}
