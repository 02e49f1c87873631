/// Numbers as YAML 1.1 writes them.
///
/// - Source: PyYAML, `resolver.py` for their form and `constructor.py` for their value, which differ from
///   <https://yaml.org/type/int.html> in details: an exponent needs a point and a sign, `-.5` is a text.
enum YAMLNumber {
    /// `10`, `-1_000`, `0x1f`, `010` (octal), `0b11`, `1:30` (base 60); `nil` also for what doesn't fit.
    static func integer(_ text: String) -> Int? {
        let (sign, body) = signed(text.utf8[...])
        guard let first = body.first, isDigit(first) else { return nil }
        let magnitude: Int? =
            if first != zero, body.contains(colon) {
                sexagesimal(body)
            } else if body.starts(with: "0x".utf8) {
                parse(body.dropFirst(2), radix: 16)
            } else if body.starts(with: "0b".utf8) {
                parse(body.dropFirst(2), radix: 2)
            } else {
                parse(body, radix: first == zero ? 8 : 10)
            }
        return magnitude.map { sign * $0 }
    }

    /// `1.5`, `.5`, `6.02e+23`, `1:30.5` (base 60).
    static func float(_ text: String) -> Double? {
        let (sign, body) = signed(text.utf8[...])
        guard let point = body.firstIndex(of: UInt8(ascii: ".")) else { return nil }
        let (whole, rest) = (body[..<point], body[body.index(after: point)...])
        let fraction = rest.prefix { isDigit($0) || $0 == underscore }
        let exponent = rest[fraction.endIndex...]
        if whole.isEmpty {
            // Without a digit before the point there is no sign, and a digit behind it.
            guard body.startIndex == text.utf8.startIndex, let next = fraction.first, isDigit(next)
            else { return nil }
        }
        if whole.contains(colon) {
            guard exponent.isEmpty, whole.first != underscore else { return nil }
            return base60(whole, fraction).map { Double(sign) * $0 }
        }
        guard whole.first.map(isDigit) ?? true,
            whole.allSatisfy({ isDigit($0) || $0 == underscore }), isExponent(exponent)
        else { return nil }
        // Double wants a digit on both sides of the point.
        let digits = "0\(bare(whole)).\(bare(fraction))0\(Substring(exponent))"
        return Double(digits).flatMap { $0.isFinite ? Double(sign) * $0 : nil }
    }

    private static let zero = UInt8(ascii: "0")
    private static let colon = UInt8(ascii: ":")
    private static let underscore = UInt8(ascii: "_")

    private typealias Bytes = Substring.UTF8View

    private static func isDigit(_ byte: UInt8) -> Bool { zero...UInt8(ascii: "9") ~= byte }

    private static func bare(_ bytes: Bytes) -> String {
        String(decoding: bytes.filter { $0 != underscore }, as: UTF8.self)
    }

    private static func signed(_ text: Bytes) -> (Int, Bytes) {
        switch text.first {
        case UInt8(ascii: "-"): (-1, text.dropFirst())
        case UInt8(ascii: "+"): (1, text.dropFirst())
        default: (1, text)
        }
    }

    private static func parse(_ bytes: Bytes, radix: Int) -> Int? {
        // Int(_:radix:) takes a sign of its own.
        guard let first = bytes.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-")
        else { return nil }
        return Int(bare(bytes), radix: radix)
    }

    /// One part of a number in base 60 behind its first: `[0-5]?[0-9]`.
    private static func sixtieth(_ part: Bytes) -> Int? {
        guard 1...2 ~= part.count, part.allSatisfy(isDigit), let value = Int(Substring(part)),
            value < 60
        else { return nil }
        return value
    }

    private static func sexagesimal(_ digits: Bytes) -> Int? {
        let parts = digits.split(separator: colon, omittingEmptySubsequences: false)
        guard var total = parse(parts[0], radix: 10) else { return nil }
        for part in parts.dropFirst() {
            guard let value = sixtieth(part) else { return nil }
            let (product, overflows) = total.multipliedReportingOverflow(by: 60)
            guard !overflows, value <= Int.max - product else { return nil }
            total = product + value
        }
        return total
    }

    private static func base60(_ whole: Bytes, _ fraction: Bytes) -> Double? {
        let parts = whole.split(separator: colon, omittingEmptySubsequences: false)
        guard parts[0].allSatisfy({ isDigit($0) || $0 == underscore }),
            let first = Double(bare(parts[0])), let last = parts.last.flatMap(sixtieth)
        else { return nil }
        // Summed from the last part on, as PyYAML does: another order rounds differently.
        guard var total = Double("\(last).\(bare(fraction))0") else { return nil }
        var base = 60.0
        for part in parts.dropFirst().dropLast().reversed() {
            guard let value = sixtieth(part) else { return nil }
            total += Double(value) * base
            base *= 60
        }
        return total + first * base
    }

    private static func isExponent(_ bytes: Bytes) -> Bool {
        guard let first = bytes.first else { return true }
        let rest = bytes.dropFirst()
        guard first | 0x20 == UInt8(ascii: "e"), let sign = rest.first,
            sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
        else { return false }
        return rest.count > 1 && rest.dropFirst().allSatisfy(isDigit)
    }
}
