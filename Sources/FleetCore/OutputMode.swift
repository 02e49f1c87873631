/// What the operator sees of a run while it runs: the flag `--output`.
public enum OutputMode: String, Hashable, Sendable, CaseIterable {
    /// Lines as they come, tagged by host, and events on lines of their own.
    case lines
    /// Events as they come; at the end, hosts with identical output folded into one block.
    case grouped
    /// The summary only.
    case quiet
    /// One JSON object a line, for each event and for each line of output.
    case json
}
