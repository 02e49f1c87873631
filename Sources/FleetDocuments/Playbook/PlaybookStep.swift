public import FleetCore

/// One step of a play: a script, a command, or files that are copied.
public struct PlaybookStep: Hashable, Sendable {
    /// What runs.
    public enum Work: Hashable, Sendable {
        /// A script: a name in the inventory, or a path; both as written, and the path as it is meant.
        case script(String, path: String)
        /// A one-line command for the host's `sh`.
        case command(String)
        /// A file or folder here, its path beside the playbook already, that is copied to the host.
        case push(Placed<VariableText>, to: Placed<VariableText>, mode: FileMode?)
        /// A file or folder of the host that is copied into the run's folder.
        case fetch(Placed<VariableText>)
    }

    /// Its name, unique in the playbook.
    public internal(set) var id: StepID
    /// What runs.
    public let work: Placed<Work>
    /// Its arguments, in place of those that the inventory gives the script; `nil` where it says nothing.
    public let arguments: [Placed<VariableText>]?
    /// What is added to its environment, in the order of the file.
    public let environment: [PlaybookVariable]
    /// What it says about its jobs.
    public let job: JobSettings
    /// What else happens when it fails.
    public internal(set) var onFailure: FailurePolicy
    /// What must all hold for it to run on a host, each where it is written.
    public let conditions: [Placed<StepCondition>]
    /// Whether one host runs it for all.
    public let runsOnce: Bool
    /// Whether the file names it, rather than what it runs.
    let isNamed: Bool
    /// Where it begins, or where its name is.
    public let place: SourcePlace

    /// All texts of it that may hold variables.
    public var variableTexts: [Placed<VariableText>] {
        let paths =
            switch work.value {
            case .script, .command: [Placed<VariableText>]()
            case .push(let file, let target, _): [file, target]
            case .fetch(let file): [file]
            }
        return (arguments ?? []) + environment.map(\.value) + paths
    }
}

/// A variable of a step's environment, whose value may hold inventory variables.
public struct PlaybookVariable: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The value, and where it is written.
    public let value: Placed<VariableText>
}
