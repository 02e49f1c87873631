extension BinaryInteger {
    /// The number with its digits in groups of three: `12,345`.
    package var grouped: String {
        var text = ""
        for (index, digit) in String(self).reversed().enumerated() {
            if index > 0 && index.isMultiple(of: 3) && digit != "-" { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    /// The number with its noun: `1 host`, `2 hosts`.
    package func counted(_ noun: String) -> String {
        "\(grouped) \(noun)\(self == 1 ? "" : "s")"
    }
}
