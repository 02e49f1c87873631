import Crypto
import Foundation

/// The hosts that a line of known_hosts is about.
enum HostPattern {
    /// One name, which only those who know it can recognise.
    case hashed(salt: [UInt8], digest: [UInt8])
    /// Names, without wildcards or negation.
    case names([String])
    /// Patterns, of which one has to match and no negated one may.
    case patterns([Pattern])

    /// One pattern of a list.
    struct Pattern {
        let isNegated: Bool
        let text: [UInt8]
    }

    /// Reads the first field of a line; `nil` where a hashed name is damaged.
    init?(_ field: Substring) {
        if field.hasPrefix("|") {
            let parts = field.split(separator: "|", omittingEmptySubsequences: false)
            guard
                parts.count == 4, parts[1] == "1",
                let salt = Data(base64Encoded: String(parts[2])),
                let digest = Data(base64Encoded: String(parts[3]))
            else { return nil }
            self = .hashed(salt: Array(salt), digest: Array(digest))
            return
        }
        let names = field.lowercased().split(separator: ",")
        if names.contains(where: { $0.hasPrefix("!") || $0.contains("*") || $0.contains("?") }) {
            self = .patterns(
                names.map {
                    let isNegated = $0.hasPrefix("!")
                    return Pattern(
                        isNegated: isNegated, text: Array($0.utf8.dropFirst(isNegated ? 1 : 0)))
                })
        } else {
            self = .names(names.map(String.init))
        }
    }

    /// Whether the line is about the host called `name`, which is in lower case.
    func matches(_ name: String) -> Bool {
        switch self {
        case .hashed(let salt, let digest): return HostPattern.digest(of: name, salt) == digest
        case .names(let names): return names.contains(name)
        case .patterns(let patterns):
            let name = Array(name.utf8)
            var isMatched = false
            for pattern in patterns where HostPattern.matches(pattern.text[...], name[...]) {
                if pattern.isNegated { return false }
                isMatched = true
            }
            return isMatched
        }
    }

    /// The digest that stands for `name` in a hashed line.
    static func digest(of name: String, _ salt: [UInt8]) -> [UInt8] {
        Array(
            HMAC<Insecure.SHA1>.authenticationCode(
                for: Array(name.utf8), using: SymmetricKey(data: salt)))
    }

    /// Whether `text` matches `pattern`, in which `*` stands for any characters and `?` for one.
    private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var pattern = pattern
        var text = text
        // Where to go on after the last star, should what followed it not match.
        var retry: (pattern: ArraySlice<UInt8>, text: ArraySlice<UInt8>)?
        while let character = text.first {
            if pattern.first == UInt8(ascii: "*") {
                pattern = pattern.dropFirst()
                retry = (pattern, text)
            } else if let expected = pattern.first,
                expected == UInt8(ascii: "?") || expected == character
            {
                pattern = pattern.dropFirst()
                text = text.dropFirst()
            } else if let last = retry {
                pattern = last.pattern
                text = last.text.dropFirst()
                retry = (pattern, text)
            } else {
                return false
            }
        }
        return pattern.allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

extension HostPattern {
    /// `name` as a hashed line has it, with a new salt.
    static func hashedField(for name: String) -> String {
        let salt = SymmetricKey(size: SymmetricKeySize(bitCount: 160))
            .withUnsafeBytes { Array($0) }
        let digest = Data(digest(of: name, salt)).base64EncodedString()
        return "|1|\(Data(salt).base64EncodedString())|\(digest)"
    }
}
