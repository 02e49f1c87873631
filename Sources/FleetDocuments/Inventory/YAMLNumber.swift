/// Numbers as YAML 1.1 writes them.
///
/// - Source: <https://yaml.org/type/int.html>, <https://yaml.org/type/float.html>, as PyYAML reads them: an
///   exponent needs a point and a sign.
enum YAMLNumber {
    /// `10`, `-1_000`, `0x1f`, `010` (octal), `0b11`, `1:30` (base 60).
    static func integer(_ text: String) -> Int? {
        let (sign, body) = signed(text)
        let digits = body.filter { $0 != "_" }
        guard let first = body.first, first != "_", !digits.isEmpty else { return nil }
        let magnitude: Int? =
            if digits.contains(":") {
                first == "0" ? nil : sexagesimal(digits)
            } else if digits.hasPrefix("0x") {
                parse(digits.dropFirst(2), radix: 16)
            } else if digits.hasPrefix("0b") {
                parse(digits.dropFirst(2), radix: 2)
            } else if digits.hasPrefix("0"), digits.count > 1 {
                parse(digits.dropFirst(), radix: 8)
            } else {
                parse(digits[...], radix: 10)
            }
        return magnitude.map { sign * $0 }
    }

    /// `1.5`, `-.5`, `6.02e+23`.
    static func float(_ text: String) -> Double? {
        let (sign, body) = signed(text)
        let parts = body.filter { $0 != "_" }.split(
            separator: "e", omittingEmptySubsequences: false)
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard
            parts.count <= 2, mantissa.count == 2, body.first != "_",
            mantissa.allSatisfy({ $0.allSatisfy(isDigit) }), parts[0].count > 1
        else { return nil }
        if parts.count == 2 {
            let isSigned = parts[1].hasPrefix("+") || parts[1].hasPrefix("-")
            guard isSigned, parts[1].count > 1, parts[1].dropFirst().allSatisfy(isDigit) else {
                return nil
            }
        }
        // Double wants a digit on both sides of the point.
        let exponent = parts.count == 2 ? "e" + parts[1] : ""
        let value = Double("0\(mantissa[0]).\(mantissa[1])0\(exponent)")
        return value.flatMap { $0.isFinite ? Double(sign) * $0 : nil }
    }

    private static func signed(_ text: String) -> (Int, Substring) {
        if text.hasPrefix("-") { return (-1, text.dropFirst()) }
        return (1, text.hasPrefix("+") ? text.dropFirst() : text[...])
    }

    private static func parse(_ digits: Substring, radix: Int) -> Int? {
        // Int(_:radix:) takes a sign of its own.
        digits.first == "+" || digits.first == "-" ? nil : Int(digits, radix: radix)
    }

    private static func sexagesimal(_ digits: String) -> Int? {
        var total = 0
        let parts = digits.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            guard let value = parse(part, radix: 10), index == 0 || (value < 60 && part.count <= 2)
            else { return nil }
            let (product, overflows) = total.multipliedReportingOverflow(by: 60)
            guard !overflows, value <= Int.max - product else { return nil }
            total = product + value
        }
        return total
    }

    private static func isDigit(_ character: Character) -> Bool { "0"..."9" ~= character }
}
