/// A name with ranges in it: `web[01:50]`, `db[a:f]`, `n[0:10:2]`, several as a product.
///
/// - Source: Ansible's `expand_hostname_range`: both ends are included; a begin of `0` and more digits
///   fills with zeros; letters run from a to z and on from A to Z.
enum HostRange {
    /// Why a name can't be expanded.
    struct Failure: Error {
        let problem: String
        let remedy: String
        var isTooMany = false
    }

    /// The names, the last range running fastest.
    ///
    /// - Throws: Where a range is malformed, or there would be more than `limit` names.
    static func expand(_ text: String, limit: Int) throws(Failure) -> [String] {
        guard text.utf8.contains(UInt8(ascii: "[")) || text.utf8.contains(UInt8(ascii: "]")) else {
            return [text]
        }
        // No longer than a name of a host with a few ranges in it: each name is a copy of it.
        guard text.utf8.count <= 512 else {
            throw Failure(problem: "'\(text)' is too long", remedy: "shorten it to 512 bytes")
        }
        var names = [""]
        var rest = text[...]
        while let open = rest.firstIndex(where: { $0 == "[" || $0 == "]" }) {
            guard rest[open] == "[", let close = rest[open...].firstIndex(of: "]") else {
                throw Failure(
                    problem: "a bracket of '\(text)' has no partner",
                    remedy: "write a range as web[01:50]")
            }
            let head = rest[..<open]
            let range = rest[rest.index(after: open)..<close]
            let values = try Bounds(range).values(limit: limit / max(names.count, 1), of: text)
            names = names.flatMap { name in values.map { "\(name)\(head)\($0)" } }
            rest = rest[rest.index(after: close)...]
        }
        return rest.isEmpty ? names : names.map { $0 + rest }
    }
}

/// What stands between a range's brackets.
private struct Bounds {
    let begin: Substring
    let end: Substring
    let step: Int
    let written: Substring

    init(_ text: Substring) throws(HostRange.Failure) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard 2...3 ~= parts.count, !parts[1].isEmpty else {
            let dashed = text.contains("-") && parts.count == 1
            throw HostRange.Failure(
                problem: "'[\(text)]' is not a range",
                remedy: dashed
                    ? "write [\(text.replacing("-", with: ":"))]"
                    : "write [begin:end] or [begin:end:step]")
        }
        guard let step = parts.count == 3 ? Int(parts[2]) : 1, step > 0 else {
            throw HostRange.Failure(
                problem: "'\(parts[2])' is not a step", remedy: "write a number above zero")
        }
        self.begin = parts[0].isEmpty ? "0" : parts[0]
        self.end = parts[1]
        self.step = step
        self.written = text
    }

    func values(limit: Int, of name: String) throws(HostRange.Failure) -> [String] {
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if begin.count == 1, end.count == 1,
            let first = letters.firstIndex(of: begin[begin.startIndex]),
            let last = letters.firstIndex(of: end[end.startIndex])
        {
            let indices = try steps(first, last, limit: limit, of: name)
            return indices.map { String(letters[$0]) }
        }
        guard let first = number(begin), let last = number(end) else {
            throw HostRange.Failure(
                problem: "'[\(written)]' has ends that are neither numbers nor single letters",
                remedy: "write [1:9] or [a:f]")
        }
        let isPadded = begin.count > 1 && begin.hasPrefix("0")
        guard !isPadded || begin.count == end.count else {
            throw HostRange.Failure(
                problem: "the ends of '[\(written)]' have different widths",
                remedy: "give both the same number of digits")
        }
        return try steps(first, last, limit: limit, of: name).map { value in
            let digits = String(value)
            guard isPadded else { return digits }
            return String(repeating: "0", count: max(begin.count - digits.count, 0)) + digits
        }
    }

    private func steps(
        _ first: Int, _ last: Int, limit: Int, of name: String
    ) throws(HostRange.Failure) -> [Int] {
        guard first <= last else {
            throw HostRange.Failure(
                problem: "'[\(written)]' counts down", remedy: "put the smaller end first")
        }
        guard (last - first) / step < limit else {
            throw HostRange.Failure(
                problem: "'\(name)' names too many hosts",
                remedy: "an inventory may have \(InventoryBuilder.mostHosts)", isTooMany: true)
        }
        return Array(stride(from: first, through: last, by: step))
    }

    private func number(_ text: Substring) -> Int? {
        guard 1...9 ~= text.utf8.count,
            text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { return nil }
        return Int(text)
    }
}
