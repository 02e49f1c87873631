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

    /// Where `count` hosts are cut into batches.
    package func batches(of count: Int) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var start = 0
        while start < count {
            let rule = serial.isEmpty ? nil : serial[min(batches.count, serial.count - 1)]
            let size = rule.map { max(1, $0.count(of: count)) } ?? count
            // A size may be any number, and the sum of two of them none.
            let end = size < count - start ? start + size : count
            batches.append(start..<end)
            start = end
        }
        return batches
    }
}

extension ScheduleLimits: Codable {
    private enum CodingKeys: String, CodingKey {
        case fanout, serial
        case maxFail = "max_fail"
    }
}
