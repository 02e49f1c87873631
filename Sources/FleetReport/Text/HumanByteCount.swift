/// A number of bytes as a person reads it: `812 B`, `1.2 MB`, `34 GB`; units are powers of 1,000.
public struct HumanByteCount: Hashable, Sendable, CustomStringConvertible {
    /// The text.
    public let description: String

    /// Words a number of bytes.
    public init(_ bytes: UInt64) {
        let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
        var unit = 0
        var tenths = Double(bytes) * 10
        // 999.95 and more would print as 1000.0.
        while tenths >= 9_999.5 && unit < units.count - 1 {
            tenths /= 1_000
            unit += 1
        }
        if unit == 0 {
            self.description = "\(bytes) B"
        } else if tenths < 99.5 {
            let rounded = Int(tenths.rounded())
            self.description = "\(rounded / 10).\(rounded % 10) \(units[unit])"
        } else {
            self.description = "\(Int((tenths / 10).rounded())) \(units[unit])"
        }
    }
}
