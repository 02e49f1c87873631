/// One JSON document as a tree of YAML's nodes, so that whoever reads YAML reads it too.
///
/// JSON is almost YAML, and libyaml doesn't know the rest: pairs of surrogates, `\/`, `1e3` as a number.
///
/// - Shape: a string is a double-quoted scalar; a number has the tag of its kind; of equal keys the last one's
///   value counts, in the first one's position, as in Python's `json`.
/// - Source: RFC 8259; Python's `json.loads`, which also knows `NaN` and `Infinity`.
public struct JSONDocument: Sendable {
    /// The document's value.
    public let root: YAMLNode

    /// Parses `bytes`; `nil` where they aren't JSON, or beyond the limits.
    public init?(parsing bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) {
        // Most texts that aren't JSON are known by their first letter.
        guard let first = bytes.first(where: { !" \t\r\n".utf8.contains($0) }),
            "{[".utf8.contains(first), bytes.count <= limits.bytes
        else { return nil }
        let root = bytes.withUnsafeBufferPointer { text in
            var parser = JSONParser(text, limits: limits)
            return parser.document()
        }
        guard let root else { return nil }
        self.root = root
    }
}
