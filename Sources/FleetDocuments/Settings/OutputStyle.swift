/// How the output of a run is shown.
public enum OutputStyle: String, Hashable, Sendable, CaseIterable {
    /// Tagged lines as they come.
    case lines
    /// At the end, hosts with the same output in one block.
    case grouped
    /// The summary only.
    case quiet
    /// One JSON object for each event.
    case json
}
