import FleetCore

/// Seconds with three digits behind the point, as programs read them: `0.004`, `83.500`, never `1e-3`.
struct DecimalSeconds: CustomStringConvertible {
    let description: String

    /// Words a duration; a negative one, which a clock set back may give, counts as zero.
    init(_ duration: Duration) {
        self.init(milliseconds: Int64((duration.seconds * 1_000).rounded()))
    }

    /// Words a number of milliseconds.
    init(milliseconds: Int64) {
        let most = max(0, milliseconds)
        let thousandths = String(most % 1_000)
        let zeros = String(repeating: "0", count: 3 - thousandths.count)
        description = "\(most / 1_000).\(zeros)\(thousandths)"
    }
}
