internal import FleetCore
internal import FleetYAML

/// How the value of a key is read.
struct ValueReader<Value: Hashable & Sendable>: Sendable {
    /// Reads the node that the key of that name has; `nil`, with a note, where it can't be one.
    let read: @Sendable (YAMLNode, String, inout DocumentReader) -> Value?

    init(_ read: @escaping @Sendable (YAMLNode, String, inout DocumentReader) -> Value?) {
        self.read = read
    }

    /// Reads one text with `parse`.
    ///
    /// - Parameter remedy: What to write instead of a text that can't be parsed.
    static func text(
        remedy: String, _ parse: @escaping @Sendable (String) -> Value?
    ) -> ValueReader {
        ValueReader { node, key, reader in
            guard let (text, mark) = reader.text(of: node, as: "'\(key)'") else { return nil }
            guard let value = parse(text) else {
                reader.note(.badValue, at: mark, "'\(key)' can't be '\(text)'", remedy: remedy)
                return nil
            }
            return value
        }
    }
}

extension ValueReader where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One word out of the type's own.
    static var word: ValueReader {
        let words = Value.allCases.map(\.rawValue)
        return ValueReader { node, key, reader in
            guard let (text, mark) = reader.text(of: node, as: "'\(key)'") else { return nil }
            if let value = Value(rawValue: text) ?? offWord(node) { return value }
            reader.note(
                .badValue, at: mark, "'\(key)' can't be '\(text)'",
                remedy: NearestName.suggestion(
                    for: text, in: words, otherwise: "write \(words.joined(separator: ", "))"))
            return nil
        }
    }

    /// YAML reads a plain `off` as false, and so do some who write it for other programs.
    private static func offWord(_ node: YAMLNode) -> Value? {
        node.boolean == false ? Value(rawValue: "off") : nil
    }
}

extension ValueReader where Value == Int {
    /// A whole number in `range`.
    static func number(_ range: ClosedRange<Int>) -> ValueReader {
        let bounds = "from \(range.lowerBound) to \(range.upperBound)"
        return .text(remedy: "write a whole number \(bounds)") { text in
            guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
                return nil
            }
            return Int(text).flatMap { range ~= $0 ? $0 : nil }
        }
    }
}

extension ValueReader where Value == Bool {
    /// YAML's words for true and false, unquoted.
    static var flag: ValueReader {
        ValueReader { node, key, reader in
            if let value = node.boolean { return value }
            guard let (text, mark) = reader.text(of: node, as: "'\(key)'") else { return nil }
            reader.note(
                .badValue, at: mark, "'\(key)' can't be '\(text)'",
                remedy: "write true or false, without quotes")
            return nil
        }
    }
}

extension ValueReader where Value == Duration {
    /// A duration above zero.
    static var duration: ValueReader {
        .text(remedy: durationForms) { text in
            Duration(written: text).flatMap { $0 > .zero ? $0 : nil }
        }
    }
}

extension ValueReader {
    static var durationForms: String { "write a number and its unit: 90s, 5m, 1h30m or 500ms" }
}

extension YAMLNode {
    /// What YAML 1.1 makes of a plain word for true or false.
    var boolean: Bool? {
        guard case .scalar(let scalar) = content, scalar.isPlain else { return nil }
        return switch scalar.text {
        case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": true
        case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": false
        default: nil
        }
    }
}
