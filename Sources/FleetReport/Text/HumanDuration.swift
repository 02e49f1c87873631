/// A duration as a person reads it: `0.8s`, `42s`, `3m 12s`, `1h 05m`, `2d 03h`.
public struct HumanDuration: Hashable, Sendable, CustomStringConvertible {
    /// The text.
    public let description: String

    /// Words a duration; a negative one, which a clock set back may give, counts as zero.
    public init(_ duration: Duration) {
        let milliseconds = max(
            0,
            duration.components.seconds * 1_000
                + duration.components.attoseconds / 1_000_000_000_000_000)
        let tenths = (milliseconds + 50) / 100
        let seconds = (milliseconds + 500) / 1_000
        self.description =
            switch seconds {
            case ..<60 where tenths < 100: "\(tenths / 10).\(tenths % 10)s"
            case ..<60: "\(seconds)s"
            case ..<3_600: "\(seconds / 60)m \(HumanDuration.padded(seconds % 60))s"
            case ..<86_400:
                "\(seconds / 3_600)h \(HumanDuration.padded(seconds / 60 % 60))m"
            default: "\(seconds / 86_400)d \(HumanDuration.padded(seconds / 3_600 % 24))h"
            }
    }

    /// Words a duration without tenths, which would flicker where it grows before one's eyes: `7s`.
    package init(inWholeSeconds duration: Duration) {
        let seconds = max(0, duration.components.seconds)
        self.description =
            seconds < 10 ? "\(seconds)s" : HumanDuration(.seconds(seconds)).description
    }

    private static func padded(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
