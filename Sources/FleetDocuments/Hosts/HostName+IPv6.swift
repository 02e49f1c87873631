extension HostName {
    /// Whether it is an IPv6 address, perhaps with a zone (`fe80::1%eth0`).
    ///
    /// Strictly, for `a:b:c` is three groups in a pattern.
    ///
    /// - Source: RFC 4291, section 2.2; RFC 4007, section 11, for zones.
    static func isIPv6(_ text: String) -> Bool {
        // Most names have no colon, and need no further look.
        guard text.utf8.contains(UInt8(ascii: ":")) else { return false }
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, parts[1].isEmpty { return false }
        let halves = parts[0].split(separator: "::", omittingEmptySubsequences: false)
        switch halves.count {
        case 1: return fields(halves[0], mayEndInIPv4: true) == 8
        case 2:
            let (left, right) = (halves[0], halves[1])
            let before = left.isEmpty ? 0 : fields(left, mayEndInIPv4: false)
            let after = right.isEmpty ? 0 : fields(right, mayEndInIPv4: true)
            guard let before, let after else { return false }
            return before + after <= 7
        default: return false
        }
    }

    /// Whether it is an IPv4 or an IPv6 address.
    static func isNumeric(_ text: String) -> Bool { isIPv4(text[...]) || isIPv6(text) }

    /// How many 16-bit fields the text has, an IPv4 address at its end being two; `nil` for anything else.
    private static func fields(_ text: Substring, mayEndInIPv4: Bool) -> Int? {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let last = fields.last else { return nil }
        let endsInIPv4 = mayEndInIPv4 && isIPv4(last)
        let hexadecimal = endsInIPv4 ? fields.dropLast() : fields[...]
        guard hexadecimal.allSatisfy({ 1...4 ~= $0.utf8.count && $0.allSatisfy(isHexDigit) }) else {
            return nil
        }
        return hexadecimal.count + (endsInIPv4 ? 2 : 0)
    }

    private static func isHexDigit(_ character: Character) -> Bool {
        character.isASCII && character.isHexDigit
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                1...3 ~= part.utf8.count && part.allSatisfy { "0"..."9" ~= $0 }
                    && UInt8(part) != nil
            }
    }
}
