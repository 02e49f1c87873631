/// What else happens when a step of a playbook fails on a host.
public enum FailurePolicy: String, Hashable, Sendable, Codable, CaseIterable {
    /// The host's later steps are skipped, those of later plays as well.
    case stop
    /// The host goes on, and doesn't count as one that failed.
    case `continue`
    /// The same for a script that exits otherwise than with 0: that is an answer, and no trouble at all. Any other
    /// bad end stops the host.
    case ignore
    /// Nothing more is begun on any host.
    case abort
}
