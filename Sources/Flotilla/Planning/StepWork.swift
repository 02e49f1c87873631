public import FleetCore

/// What a step does on each of its hosts.
public enum StepWork: Hashable, Sendable, CustomStringConvertible {
    /// A script, or a one-line command, runs.
    case script(Script)
    /// Files are copied.
    case copy(StepCopy)

    /// The script; `nil` where files are copied.
    public var script: Script? { if case .script(let script) = self { script } else { nil } }
    /// The copy; `nil` where a script runs.
    public var copy: StepCopy? { if case .copy(let copy) = self { copy } else { nil } }

    /// The script with its arguments, or what is copied.
    public var description: String {
        switch self {
        case .script(let script): ([script.source] + script.arguments).joined(separator: " ")
        case .copy(let copy): copy.description
        }
    }
}
