/// Some of a run's hosts.
public enum HostShare: Hashable, Sendable {
    /// This many.
    case count(Int)
    /// This many in a hundred, 0...100.
    case percent(Int)
}
