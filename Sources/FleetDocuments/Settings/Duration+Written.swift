extension Duration {
    /// Reads `90s`, `5m`, `1h30m`, `500ms`, `2d`: numbers with units, the larger unit first, each once.
    ///
    /// `nil` for any other text, and for more than ten years: a slip of the finger.
    public init?(written text: String) {
        let units: [(name: String, milliseconds: Int64)] = [
            ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
        ]
        var rest = Substring(text)
        var total: Int64 = 0
        var next = units.startIndex
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let unit = rest.dropFirst(digits.count).prefix { $0.isASCII && $0.isLetter }
            guard
                1...9 ~= digits.count, let count = Int64(digits),
                let index = units.indices.first(where: { units[$0].name == unit }), index >= next
            else { return nil }
            total += count * units[index].milliseconds
            next = index + 1
            rest = rest.dropFirst(digits.count + unit.count)
        } while !rest.isEmpty
        guard total <= 3_660 * 86_400_000 else { return nil }
        self = .milliseconds(total)
    }
}
