/// A text in which `${name}` stands for a host's variable; `$${` is a plain `${`.
public struct VariableText: Hashable, Sendable {
    private enum Part: Hashable {
        case plain(String)
        case variable(String)
    }

    /// The text as written.
    public let text: String
    private let parts: [Part]

    /// Parses a text, or gives `nil` where a `${` is never closed or holds no name.
    public init?(_ text: String) {
        var parts: [Part] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            let before = rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            if before.last == "$" {
                parts.append(.plain(before.dropLast() + "${"))
                continue
            }
            guard let end = rest.firstIndex(of: "}") else { return nil }
            let name = rest[..<end]
            guard !name.isEmpty, !name.contains(where: \.isWhitespace) else { return nil }
            parts += [.plain(String(before)), .variable(String(name))]
            rest = rest[rest.index(after: end)...]
        }
        self.text = text
        self.parts = parts + [.plain(String(rest))]
    }

    /// A text in which `text` stands for itself, whatever it holds.
    public static func escaping(_ text: String) -> String { text.replacing("${", with: "$${") }

    /// The names of the variables that it holds, in their order.
    public var names: [String] {
        parts.compactMap { if case .variable(let name) = $0 { name } else { nil } }
    }

    /// The text with the values that `value` gives; nothing where it gives none.
    public func filled(_ value: (String) -> String?) -> String {
        parts.map { part in
            switch part {
            case .plain(let text): text
            case .variable(let name): value(name) ?? ""
            }
        }.joined()
    }
}
