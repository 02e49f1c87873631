/// One part of a fleet that is split over several flotillas: `0/8` is the first of eight.
///
/// Parts are counted from 0, as Kubernetes' indexed jobs, Nomad and most other schedulers count theirs, so that their
/// variable can be put in as it is.
public struct Shard: Hashable, Sendable {
    /// Its number, from 0.
    public let index: Int
    /// How many parts there are.
    public let count: Int

    /// The most parts that a fleet is split into.
    public static let most = 100_000

    /// Creates a part, or `nil` where there is no part of that number.
    ///
    /// `count` is 1...``most``, `index` one of `0..<count`.
    public init?(_ index: Int, of count: Int) {
        guard 1...Shard.most ~= count, 0..<count ~= index else { return nil }
        self.index = index
        self.count = count
    }
}

extension Shard: CustomStringConvertible, LosslessStringConvertible, Codable {
    /// Reads what ``description`` writes, or gives `nil` for anything else.
    public init?(_ description: String) {
        let parts = description.split(separator: "/", omittingEmptySubsequences: false)
        let isDigit: (UInt8) -> Bool = { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy(isDigit) }),
            let index = Int(parts[0]), let count = Int(parts[1])
        else { return nil }
        self.init(index, of: count)
    }

    /// `0/8`.
    public var description: String { "\(index)/\(count)" }

    /// Decodes a bare string.
    public init(from decoder: any Decoder) throws {
        self = try decoder.decodeName { Shard($0) }
    }

    /// Encodes a bare string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
