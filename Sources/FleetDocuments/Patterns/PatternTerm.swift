/// One part of a pattern.
struct PatternTerm: Hashable, Sendable {
    /// What the hosts of the part are for.
    enum Operation: Hashable {
        /// They are chosen.
        case choose
        /// `&`: only they stay.
        case keep
        /// `!`: they are taken out.
        case remove
    }

    /// How the part names hosts.
    enum Expression: Hashable {
        /// The name of a host or a group, `all` or `*`.
        case name(String)
        /// A glob for names of hosts and groups.
        case glob(Glob)
        /// `~`: a regular expression for the beginnings of such names.
        case regex(String)
    }

    /// Which of the hosts are meant.
    enum Subscript: Hashable {
        /// One; from the end where negative.
        case one(Int)
        /// From one to another, both included; to the last where there is no end.
        case range(Int, Int?)
    }

    let operation: Operation
    let expression: Expression
    let place: Subscript?
    /// The part without `&` and `!`.
    let text: String

    /// Parses a part that isn't empty.
    init(_ written: String) throws(PatternError) {
        switch written.first {
        case "&": operation = .keep
        case "!": operation = .remove
        default: operation = .choose
        }
        text = operation == .choose ? written : String(written.dropFirst())
        guard !text.isEmpty else {
            throw PatternError(
                .empty, in: written, "nothing stands behind it", remedy: "write a host or a group")
        }
        if text.hasPrefix("~") {
            let regex = String(text.dropFirst())
            _ = try PatternTerm.compile(regex, in: written)
            (expression, place) = (.regex(regex), nil)
            return
        }
        let (name, place) = PatternTerm.splitSubscript(text)
        self.place = place
        expression = Glob.isGlob(name) ? .glob(Glob(name)) : .name(name)
    }

    /// The longest expression, in bytes: the library's parser calls itself for each level, until the stack ends.
    static let longestRegex = 1_024

    /// Compiles a regular expression.
    ///
    /// Swift's own, and not ICU's: it reads Python's syntax, named groups included.
    static func compile(
        _ regex: String, in pattern: String
    ) throws(PatternError) -> Regex<AnyRegexOutput> {
        guard regex.utf8.count <= longestRegex else {
            throw PatternError(
                .badRegex, in: String(pattern.prefix(40)) + "…",
                "it is longer than \(longestRegex) bytes",
                remedy: "name groups, or give the names in a file: @file")
        }
        do {
            return try Regex(regex)
        } catch {
            throw PatternError(
                .badRegex, in: pattern, "not a regular expression (\(error))",
                remedy: "correct it; ',' and ':' outside of brackets end it")
        }
    }

    /// Splits `web[0:2]` into the name and the subscript; `web[!1]` and `web[ab]` are globs.
    private static func splitSubscript(_ text: String) -> (String, Subscript?) {
        guard text.hasSuffix("]"), let open = text.lastIndex(of: "["), open > text.startIndex else {
            return (text, nil)
        }
        let name = String(text[..<open])
        let inner = text[text.index(after: open)...].dropLast()
        if let index = number(inner, mayBeNegative: true) { return (name, .one(index)) }
        guard let separator = inner.firstIndex(where: { $0 == ":" || $0 == "-" }) else {
            return (text, nil)
        }
        let end = inner[inner.index(after: separator)...]
        guard let begin = number(inner[..<separator]), end.isEmpty || number(end) != nil else {
            return (text, nil)
        }
        return (name, .range(begin, number(end)))
    }

    private static func number(_ text: Substring, mayBeNegative: Bool = false) -> Int? {
        let digits = mayBeNegative && text.hasPrefix("-") ? text.dropFirst() : text
        guard 1...9 ~= digits.count, digits.allSatisfy({ "0"..."9" ~= $0 }) else { return nil }
        return Int(text)
    }
}
