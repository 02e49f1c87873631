/// A choice of hosts, as `-l` takes it: `web`, `web:db`, `web:&prod`, `web:!web3`, `web*`, `web[0:2]`,
/// `~regex`, `@file`, `all`.
///
/// As in Ansible, `,` and `:` separate; whatever the order, plain parts come first, then `&`, then `!`;
/// without plain parts, the first one is `all`. Otherwise than in Ansible, a name that nothing has is an
/// error, and so is a choice of no hosts; and `all` keeps the order of the files.
public struct HostPattern: Hashable, Sendable {
    /// The pattern as written, for messages.
    public let text: String
    let terms: [PatternTerm]

    /// All hosts.
    public static let all = HostPattern(text: "all", terms: [])

    private init(text: String, terms: [PatternTerm]) {
        self.text = text
        self.terms = terms
    }

    /// Parses a pattern; `@file` is read at once, one pattern a line, `#` beginning a comment.
    public init(_ text: String) throws(PatternError) { try self.init([text]) }

    /// Parses several patterns, which choose together: a repeated `-l`.
    public init(_ texts: [String]) throws(PatternError) {
        text = texts.joined(separator: ",")
        var terms: [PatternTerm] = []
        for text in texts {
            for part in PatternSplitter.parts(of: text) {
                if part.hasPrefix("@") {
                    for line in try HostPattern.lines(of: part) {
                        for part in PatternSplitter.parts(of: line) {
                            terms.append(try PatternTerm(part))
                        }
                    }
                } else {
                    terms.append(try PatternTerm(part))
                }
            }
        }
        guard !terms.isEmpty else {
            throw PatternError(
                .empty, in: text, "it chooses nothing", remedy: "write a host, a group or all")
        }
        self.terms = terms
    }

    private static func lines(of part: String) throws(PatternError) -> [String] {
        let content: [UInt8]
        do throws(FileReadingError) {
            content = try FileReading.bytes(
                of: String(part.dropFirst()), most: InventoryBuilder.mostBytes)
        } catch {
            throw PatternError(.unreadableFile, in: part, error.problem, remedy: error.remedy)
        }
        let text = String(decoding: content, as: UTF8.self)
        return text.split(whereSeparator: \.isNewline)
            .map { $0.drop { $0.isWhitespace } }
            .filter { !$0.hasPrefix("#") }
            .map(String.init)
    }
}
