/// A shell pattern for names: `*`, `?`, `[a-c]`, `[!x]`; case counts.
///
/// - Source: Python's `fnmatch.translate`, which Ansible's patterns go through.
struct Glob: Hashable, Sendable {
    private enum Token: Hashable {
        case any
        case one
        case exactly(Unicode.Scalar)
        case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)

        func matches(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .any, .one: true
            case .exactly(let expected): expected == scalar
            case .set(let ranges, let isNegated):
                ranges.contains { $0.contains(scalar) } != isNegated
            }
        }
    }

    private let tokens: [Token]

    /// Whether the text can match anything but itself.
    static func isGlob(_ text: String) -> Bool { text.contains { "*?[".contains($0) } }

    init(_ pattern: String) {
        let scalars = Array(pattern.unicodeScalars)
        var tokens: [Token] = []
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            switch scalar {
            case "*": if tokens.last != .any { tokens.append(.any) }
            case "?": tokens.append(.one)
            case "[":
                // A set that isn't closed is a bracket.
                guard let (set, end) = Glob.set(scalars, from: index) else { fallthrough }
                tokens.append(set)
                index = end
            default: tokens.append(.exactly(scalar))
            }
        }
        self.tokens = tokens
    }

    /// The set behind a `[`, and the index behind its `]`; a `]` in first place is part of the set.
    private static func set(_ scalars: [Unicode.Scalar], from start: Int) -> (Token, Int)? {
        var first = start
        let isNegated = first < scalars.count && scalars[first] == "!"
        if isNegated { first += 1 }
        guard first < scalars.count, let end = scalars[(first + 1)...].firstIndex(of: "]") else {
            return nil
        }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        var index = first
        while index < end {
            let isRange = index + 2 < end && scalars[index + 1] == "-"
            let last = isRange ? scalars[index + 2] : scalars[index]
            // A range that counts down holds nothing.
            if scalars[index] <= last { ranges.append(scalars[index]...last) }
            index += isRange ? 3 : 1
        }
        return (.set(ranges, isNegated: isNegated), end + 1)
    }

    /// Whether the whole of `text` matches; time grows with the product of the lengths at most.
    func matches(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var (token, index) = (0, 0)
        // Where to go on when the last `*` takes one scalar more.
        var retry: (token: Int, index: Int)?
        while index < scalars.count {
            if token < tokens.count, tokens[token] == .any {
                retry = (token, index)
                token += 1
            } else if token < tokens.count, tokens[token].matches(scalars[index]) {
                token += 1
                index += 1
            } else if let last = retry {
                retry = (last.token, last.index + 1)
                (token, index) = (last.token + 1, last.index + 1)
            } else {
                return false
            }
        }
        return tokens[token...].allSatisfy { $0 == .any }
    }
}
