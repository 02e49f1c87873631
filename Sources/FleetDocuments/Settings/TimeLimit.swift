/// A duration that something may take, or no limit: `none` takes back what an outer level says.
public enum TimeLimit: Hashable, Sendable {
    /// As long as it likes.
    case none
    /// At most this long; more than zero.
    case within(Duration)

    /// The duration, or `nil` for no limit.
    public var duration: Duration? {
        switch self {
        case .none: nil
        case .within(let duration): duration
        }
    }
}
