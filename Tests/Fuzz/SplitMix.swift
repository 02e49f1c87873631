/// Random numbers from a seed, the same on every machine.
///
/// - Source: Sebastiano Vigna, SplitMix64.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    /// The numbers of one input: each input has its own, so that it can be had without those before it.
    init(seed: UInt64, input: Int) {
        var mixer = SplitMix(state: UInt64(input))
        state = seed ^ mixer.next()
    }

    private init(state: UInt64) { self.state = state }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// A number below `count`, or 0 where that is 0; faster than the library's, which shuns every bias.
    mutating func below(_ count: Int) -> Int {
        count > 0 ? Int(next() >> 33) % count : 0
    }
}
