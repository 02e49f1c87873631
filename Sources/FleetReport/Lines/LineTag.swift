/// What stands before each line of one job: `web1 | `, padded and coloured, ready as bytes.
package struct LineTag: Hashable, Sendable {
    /// Before the beginning of a line.
    package let beginning: [UInt8]
    /// Before an empty line: the same without blanks at the end.
    package let empty: [UInt8]
    /// Before the continuation of a line whose earlier part has been shown: `web1 + `.
    package let continuation: [UInt8]

    /// No tag, for the output of a single job.
    package static let none = LineTag(label: "", separator: "", continuation: "")

    /// Creates a tag from a label that is already padded and coloured.
    package init(label: String, separator: String = "|", continuation: String = "+") {
        let stem = label.isEmpty ? "" : label + " "
        let blank = separator.isEmpty ? "" : " "
        self.beginning = Array("\(stem)\(separator)\(blank)".utf8)
        self.empty = Array("\(stem)\(separator)".utf8)
        self.continuation = Array("\(stem)\(continuation)\(blank)".utf8)
    }
}
