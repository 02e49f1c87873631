/// Reads JSON, keeping count of lines and columns.
struct JSONParser {
    private let text: UnsafeBufferPointer<UInt8>
    private let limits: YAMLLimits
    private var index = 0
    private var line = 1
    private var column = 1
    private var depth = 0

    init(_ text: UnsafeBufferPointer<UInt8>, limits: YAMLLimits) {
        self.text = text
        self.limits = limits
    }

    /// The only value of the text; `nil` where it isn't one.
    mutating func document() -> YAMLNode? {
        guard let value = value() else { return nil }
        skipSpace()
        return index == text.count ? value : nil
    }

    private var mark: YAMLMark { YAMLMark(line: line, column: column) }
    private var byte: UInt8? { index < text.count ? text[index] : nil }

    private mutating func advance() {
        let byte = text[index]
        index += 1
        if byte == UInt8(ascii: "\n") {
            line += 1
            column = 1
        } else if byte & 0xc0 != 0x80 {
            column += 1
        }
    }

    private mutating func skipSpace() {
        while let byte, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { advance() }
    }

    private mutating func take(_ expected: Unicode.Scalar) -> Bool {
        guard let byte, byte == UInt8(ascii: expected) else { return false }
        advance()
        return true
    }

    private mutating func value() -> YAMLNode? {
        skipSpace()
        let mark = mark
        switch byte {
        case UInt8(ascii: "{"): return object(at: mark)
        case UInt8(ascii: "["): return array(at: mark)
        case UInt8(ascii: "\""):
            return string().map { YAMLNode(.scalar($0), mark: mark) }
        default: return word(at: mark)
        }
    }

    private mutating func object(at mark: YAMLMark) -> YAMLNode? {
        guard open() else { return nil }
        var builder = YAMLMappingBuilder(.lastWins)
        skipSpace()
        if take("}") { return close(.mapping([]), at: mark) }
        repeat {
            skipSpace()
            let keyMark = self.mark
            guard let key = string() else { return nil }
            skipSpace()
            guard take(":"), let value = value() else { return nil }
            builder.add(YAMLNode(.scalar(key), mark: keyMark), value)
            skipSpace()
        } while take(",")
        let (pairs, faults) = builder.build()
        guard take("}"), faults.isEmpty else { return nil }
        return close(.mapping(pairs), at: mark)
    }

    private mutating func array(at mark: YAMLMark) -> YAMLNode? {
        guard open() else { return nil }
        skipSpace()
        if take("]") { return close(.sequence([]), at: mark) }
        var items: [YAMLNode] = []
        repeat {
            guard let item = value() else { return nil }
            items.append(item)
            skipSpace()
        } while take(",")
        return take("]") ? close(.sequence(items), at: mark) : nil
    }

    private mutating func open() -> Bool {
        advance()
        depth += 1
        return depth <= limits.depth
    }

    private mutating func close(_ content: YAMLNode.Content, at mark: YAMLMark) -> YAMLNode {
        depth -= 1
        return YAMLNode(content, mark: mark)
    }

    /// A number, or one of the words.
    private mutating func word(at mark: YAMLMark) -> YAMLNode? {
        let start = index
        while let byte, !",]} \t\r\n".utf8.contains(byte) { advance() }
        let word = String(decoding: text[start..<index], as: UTF8.self)
        switch word {
        case "true", "false", "null": return YAMLNode(.scalar(YAMLScalar(word)), mark: mark)
        case "NaN": return number(".nan", "float", at: mark)
        case "Infinity", "-Infinity":
            return number(word.hasPrefix("-") ? "-.inf" : ".inf", "float", at: mark)
        default:
            guard NumberForm.isNumber(word) else { return nil }
            let isFloat = word.utf8.contains { ".eE".utf8.contains($0) }
            return number(word, isFloat ? "float" : "int", at: mark)
        }
    }

    private func number(_ text: String, _ kind: String, at mark: YAMLMark) -> YAMLNode {
        YAMLNode(.scalar(YAMLScalar(text)), tag: "tag:yaml.org,2002:\(kind)", mark: mark)
    }

    private mutating func string() -> YAMLScalar? {
        guard take("\"") else { return nil }
        var bytes: [UInt8] = []
        while let byte {
            switch byte {
            case UInt8(ascii: "\""):
                advance()
                return String(validating: bytes, as: UTF8.self)
                    .map { YAMLScalar($0, style: .doubleQuoted) }
            case UInt8(ascii: "\\"):
                advance()
                guard let scalar = escape() else { return nil }
                bytes += UTF8.encode(scalar).map(Array.init) ?? []
            case 0..<0x20: return nil
            default:
                bytes.append(byte)
                advance()
            }
        }
        return nil
    }

    /// What stands behind a backslash; two escapes for a character beyond U+FFFF.
    private mutating func escape() -> Unicode.Scalar? {
        guard let byte else { return nil }
        advance()
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let first = unit() else { return nil }
            guard 0xd800...0xdbff ~= first else { return Unicode.Scalar(first) }
            guard take("\\"), take("u"), let second = unit(), 0xdc00...0xdfff ~= second else {
                return nil
            }
            return Unicode.Scalar(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
        default: return nil
        }
    }

    /// Four hexadecimal digits.
    private mutating func unit() -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80
            else { return nil }
            value = value << 4 | UInt32(digit)
            advance()
        }
        return value
    }
}

/// The form of a number in JSON.
private enum NumberForm {
    static func isNumber(_ text: String) -> Bool {
        var rest = text.utf8[...]
        func digits() -> Int {
            let count = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || whole > 1 && !startsWithZero else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if let sign = rest.first, "+-".utf8.contains(sign) { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
