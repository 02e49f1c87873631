/// How much of a fleet is worked on at once, and when no more of it is begun.
public struct ScheduleLimits: Hashable, Sendable {
    /// How many hosts are worked on at once: a sliding window, not batches.
    public var fanout = 50
    /// Sizes of batches, the last one repeating; empty means one batch of all hosts.
    public var serial: [BatchSize] = []
    /// How many hosts may fail before nothing more is begun; `nil` for any number.
    public var maxFail: BatchSize?

    /// Creates the default limits.
    public init() {}
}

/// A number of hosts, as such or as a share.
public enum BatchSize: Hashable, Sendable, CustomStringConvertible {
    /// This many hosts.
    case hosts(Int)
    /// This share of the hosts, in per cent.
    case percent(Int)

    /// Reads `5` or `20%`, or gives `nil` for anything else, a negative number or over 100 %.
    public init?(_ text: String) {
        if text.last == "%" {
            guard let percent = Int(text.dropLast()), 0...100 ~= percent else { return nil }
            self = .percent(percent)
        } else {
            guard let hosts = Int(text), hosts >= 0 else { return nil }
            self = .hosts(hosts)
        }
    }

    /// `5` or `20%`.
    public var description: String {
        switch self {
        case .hosts(let count): "\(count)"
        case .percent(let percent): "\(percent)%"
        }
    }

    /// How many of `total` hosts it means; a share is rounded down.
    func count(of total: Int) -> Int {
        switch self {
        case .hosts(let count): count
        case .percent(let percent): total * percent / 100
        }
    }
}
