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
    package func count(of total: Int) -> Int {
        switch self {
        case .hosts(let count): count
        case .percent(let percent): total * percent / 100
        }
    }
}

extension BatchSize: Codable {
    /// Decodes a bare string.
    public init(from decoder: any Decoder) throws {
        self = try decoder.decodeName { BatchSize($0) }
    }

    /// Encodes a bare string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
