/// A number as Python's `json` writes it.
///
/// - Source: Python's `float.__repr__`: the shortest digits that give the same number, with an exponent below
///   1e-4 and from 1e16 on; Swift chooses the same digits, and another form.
enum JSONNumber {
    static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        let sign = number.sign == .minus ? "-" : ""
        let (digits, exponent) = parts(of: number.magnitude)
        guard -4..<16 ~= exponent else { return sign + scientific(digits, exponent) }
        guard exponent >= 0 else {
            return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits
        }
        let padded = digits + String(repeating: "0", count: max(exponent + 2 - digits.count, 0))
        return sign + padded.prefix(exponent + 1) + "." + padded.dropFirst(exponent + 1)
    }

    private static func scientific(_ digits: String, _ exponent: Int) -> String {
        let fraction = digits.dropFirst()
        let power = String(abs(exponent))
        return digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction)
            + (exponent < 0 ? "e-" : "e+") + (power.count < 2 ? "0" : "") + power
    }

    /// The significant digits, and the power of ten of the first.
    private static func parts(of number: Double) -> (digits: String, exponent: Int) {
        guard number > 0 else { return ("0", 0) }
        let halves = number.description.split(separator: "e")
        let power = halves.count == 2 ? Int(halves[1]) ?? 0 : 0
        let mantissa = halves[0].split(separator: ".", omittingEmptySubsequences: false)
        let all = mantissa.joined()
        let leading = all.prefix { $0 == "0" }.count
        let digits = all.dropFirst(leading)
        let bare = digits.dropLast(digits.reversed().prefix { $0 == "0" }.count)
        return (String(bare), mantissa[0].count - 1 - leading + power)
    }
}
