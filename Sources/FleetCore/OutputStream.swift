/// One of a script's output streams.
public enum OutputStream: String, Hashable, Sendable, CaseIterable {
    /// Standard output, with standard error in it unless that is kept apart.
    case standardOutput
    /// Standard error, where it is kept apart.
    case standardError
}
