/// The key of a host in an Ansible inventory: a name or a range, perhaps with a port.
///
/// - Source: ansible-core 2.14, `parsing/utils/addresses.py`: what isn't a valid name before the port is a name as
///   a whole.
struct AnsibleHostPattern: Hashable {
    /// The name, which may hold ranges.
    let name: String
    /// The port; `nil` where there is none.
    let port: Int?

    init(_ text: String) {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")),
            let port = AnsibleHostPattern.number(text[text.utf8.index(after: colon)...])
        else {
            (name, self.port) = (text, nil)
            return
        }
        let address = text[..<colon]
        let isBracketed = address.hasPrefix("[") && address.hasSuffix("]")
        let bare = isBracketed ? String(address.dropFirst().dropLast()) : String(address)
        let plain = AnsibleHostPattern.withoutRanges(bare)
        let isName = plain.map { AnsibleHostPattern.isHostname($0) } ?? false
        // Without brackets, the last part of an IPv6 address is no port.
        let isAddress = isBracketed && plain.map { HostName.isIPv6($0) } ?? false
        guard isName || isAddress else {
            (name, self.port) = (text, nil)
            return
        }
        name = bare
        self.port = port == 0 ? nil : port
    }

    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ? Int(text) : nil
    }

    /// The text with a `0` in place of each range; `nil` where a bracket holds none.
    private static func withoutRanges(_ text: String) -> String? {
        var plain = ""
        var rest = text[...]
        while let open = rest.firstIndex(where: { $0 == "[" || $0 == "]" }) {
            guard rest[open] == "[", let close = rest[open...].firstIndex(of: "]"),
                isRange(rest[rest.index(after: open)..<close])
            else { return nil }
            plain += rest[..<open] + "0"
            rest = rest[rest.index(after: close)...]
        }
        return plain + rest
    }

    private static func isRange(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard 2...3 ~= parts.count, parts.count == 2 || number(parts[2]) != nil else {
            return false
        }
        let ends = parts.prefix(2)
        return ends.allSatisfy {
            $0.count == 1 && $0.first?.isLetter == true && $0.first?.isASCII == true
        }
            || ends.allSatisfy { number($0) != nil }
    }

    /// Labels with dots between; one begins with a letter or digit and ends with no `-` or `_`.
    private static func isHostname(_ text: String) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            guard let first = label.first, let last = label.last else { return false }
            return first != "-" && last != "-" && last != "_"
                && label.allSatisfy { $0 == "-" || $0 == "_" || $0.isLetter || $0.isNumber }
        }
    }
}
