/// How long to wait before the next attempt to connect.
///
/// | failures | pause |
/// | --- | --- |
/// | 0 (the link was just lost) | 0.1...0.2 s |
/// | 1 | 0.2...0.4 s |
/// | 2 | 0.4...0.8 s |
/// | 5 | 3.2...6.4 s |
/// | 7 and more | 10...20 s |
///
/// The first pause is short, for most losses are a reset that is over at once. The upper half of each step is
/// drawn at random, so that a fleet that lost its link in one stroke doesn't come back in one.
struct Backoff: Hashable, Sendable {
    private var random: UInt64

    /// Creates a back-off whose jitter follows from `seed` alone.
    init(seed: UInt64) { self.random = seed }

    /// Draws the pause after this many failures in a row.
    mutating func pause(afterFailures failures: Int) -> Duration {
        let ceiling = min(20_000, 200 << min(failures, 10))
        return .milliseconds(ceiling / 2 + Int(next() % UInt64(ceiling / 2 + 1)))
    }

    /// SplitMix64 (Steele, Lea, Flood 2014): enough for jitter, and the same for the same seed.
    private mutating func next() -> UInt64 {
        random &+= 0x9E37_79B9_7F4A_7C15
        var mixed = random
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
