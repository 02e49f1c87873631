/// What was found on this side.
public struct LocalReport: Sendable {
    /// What is there, each a few words: `libssh2 1.11.1`.
    public internal(set) var facts: [String] = []
    /// What should be known of it, in the order in which it was looked at.
    public internal(set) var advice: [Advice] = []
}
