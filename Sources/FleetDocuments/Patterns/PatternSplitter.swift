/// Splits a pattern into its parts.
enum PatternSplitter {
    /// The parts of `text`, without the space around them, none of them empty.
    ///
    /// A separator in brackets, or in any parentheses of a `~` part, separates nothing, and neither do the
    /// colons of an IPv6 address.
    static func parts(of text: String) -> [String] {
        var parts: [String] = []
        for piece in split(text, at: ",") {
            let address = piece.first == "!" || piece.first == "&" ? piece.dropFirst() : piece[...]
            if HostName.isIPv6(String(address)) {
                parts.append(piece)
            } else {
                parts += split(piece, at: ":")
            }
        }
        return parts
    }

    private static func split(_ text: String, at separator: Character) -> [String] {
        var parts: [String] = []
        var part = ""
        var open: [Character] = []
        // Known from the first character that is no operator: looking for it again at each takes the square of a
        // long part.
        var isRegex: Bool?
        for character in text {
            if character == separator, open.isEmpty {
                parts.append(part)
                (part, isRegex) = ("", nil)
                continue
            }
            part.append(character)
            if isRegex == nil, !" &!".contains(character) { isRegex = character == "~" }
            if character == open.last {
                open.removeLast()
            } else if open.last != "]" {
                if character == "[" { open.append("]") }
                if isRegex == true, character == "(" { open.append(")") }
                if isRegex == true, character == "{" { open.append("}") }
            }
        }
        parts.append(part)
        return parts.map(trimmed).filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) } ?? ""
    }
}
