/// The text of a known_hosts file that lines are taken out of; all others stay as they are, to the byte.
struct KnownHostsText {
    /// The text.
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Takes out the keys of the host called `name` that are of the type `algorithm`.
    ///
    /// A line about several hosts loses the name only. One with a pattern stays, for it is about hosts that
    /// nobody asked about; so does a mark of revocation.
    mutating func forget(_ algorithm: String, of name: String) {
        let newline = UInt8(ascii: "\n")
        let lines = bytes.split(separator: newline, omittingEmptySubsequences: false)
        bytes = Array(
            lines.compactMap { line in
                KnownHostsText.left(of: line, forgetting: algorithm, of: name.lowercased())
            }.joined(separator: [newline]))
    }

    /// Adds a line, which has its end, on a line of its own.
    mutating func append(_ line: String) {
        if let last = bytes.last, last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
        bytes += line.utf8
    }

    /// What is left of a line; `nil` for nothing.
    private static func left(
        of line: ArraySlice<UInt8>, forgetting algorithm: String, of name: String
    ) -> [UInt8]? {
        let text = String(decoding: line, as: UTF8.self)
        guard let parsed = KnownHostsLine(text[...], place: ""), parsed.marker == .key,
            parsed.key.algorithm == algorithm, parsed.hosts.matches(name)
        else { return Array(line) }
        switch parsed.hosts {
        case .hashed: return nil
        case .patterns: return Array(line)
        case .names(let names):
            let others = names.filter { $0 != name }
            guard !others.isEmpty else { return nil }
            let rest = text.drop { $0 == " " || $0 == "\t" }.drop { $0 != " " && $0 != "\t" }
            return Array((others.joined(separator: ",") + rest).utf8)
        }
    }
}
