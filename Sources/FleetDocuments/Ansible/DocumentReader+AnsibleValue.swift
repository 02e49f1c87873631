internal import FleetYAML

/// Values as Ansible's loader types them.
///
/// - Source: ansible-core 2.14, `parsing/yaml/constructor.py`, over PyYAML's `SafeConstructor`.
extension DocumentReader {
    /// The value of a node; one that can't be read is noted, and a null.
    mutating func ansibleValue(_ node: YAMLNode) -> VariableValue {
        if node.tag == "!unsafe" { return unsafeValue(node) }
        switch node.content {
        case .scalar(let scalar): return ansibleScalar(scalar, of: node)
        case .sequence(let items):
            guard isPlainTag(node, "tag:yaml.org,2002:seq") else { return .null }
            return .list(items.map { ansibleValue($0) })
        case .mapping(let pairs):
            guard isPlainTag(node, "tag:yaml.org,2002:map") else { return .null }
            var members: [String: VariableValue] = [:]
            members.reserveCapacity(pairs.count)
            for pair in pairs { members[ansibleKey(pair)] = ansibleValue(pair.value) }
            return .mapping(members)
        }
    }

    /// A key of a mapping as JSON writes it: `yes` is `true`, `010` is `8`.
    mutating func ansibleKey(_ pair: YAMLPair) -> String {
        guard pair.key.isPlain else { return pair.key.text }
        return switch plainValue(pair.key.text, at: pair.keyMark) {
        case .null: "null"
        case .boolean(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let number): JSONText(.number(number)).description
        default: pair.key.text
        }
    }

    /// The name of a host or a group; noted where YAML makes something else of it than a text.
    mutating func ansibleName(_ pair: YAMLPair, of what: String) -> String? {
        let text = pair.key.text
        guard pair.key.isPlain else { return text }
        if case .text = plainValue(text, at: pair.keyMark) { return text }
        note(
            .badName, at: pair.keyMark,
            "YAML doesn't take '\(text)' for a text, as the name of \(what) must be",
            remedy: "write '\(text)' in quotes")
        return nil
    }

    private mutating func ansibleScalar(_ scalar: YAMLScalar, of node: YAMLNode) -> VariableValue {
        switch node.tag {
        case nil:
            return scalar.isPlain ? plainValue(scalar.text, at: node.mark) : .text(scalar.text)
        case "tag:yaml.org,2002:str": return .text(scalar.text)
        case "!vault", "!vault-encrypted": return .vault(scalar.text)
        case "tag:yaml.org,2002:null": return .null
        case "tag:yaml.org,2002:float":
            if let number = AnsibleScalar.float(scalar.text) { return .number(number) }
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp":
            let value = plainValue(scalar.text, at: node.mark)
            // A number that doesn't fit is a text.
            if value != .text(scalar.text) || node.tag == "tag:yaml.org,2002:int" { return value }
        default: break
        }
        noteTag(node)
        return .null
    }

    private mutating func plainValue(_ text: String, at mark: YAMLMark) -> VariableValue {
        do throws(YAMLTimestamp.NoSuchTime) {
            return try AnsibleScalar.value(of: text)
        } catch {
            note(
                .badValue, at: mark, "'\(text)' has the form of a date, and there is no such",
                remedy: "correct it, or put it in quotes")
            return .null
        }
    }

    /// A text, whatever it looks like; in a collection, all texts are meant.
    private mutating func unsafeValue(_ node: YAMLNode) -> VariableValue {
        if case .scalar(let scalar) = node.content { return .unsafe(scalar.text) }
        return ansibleValue(YAMLNode(node.content, mark: node.mark)).madeUnsafe
    }

    private mutating func isPlainTag(_ node: YAMLNode, _ tag: String) -> Bool {
        if node.tag == nil || node.tag == tag { return true }
        noteTag(node)
        return false
    }

    private mutating func noteTag(_ node: YAMLNode) {
        let tag = node.tag?.replacing("tag:yaml.org,2002:", with: "!!") ?? ""
        note(
            .badValue, at: node.mark, "the tag '\(tag)' can't be read here",
            remedy: "Ansible's own are !vault and !unsafe; write any other value without its tag")
    }
}

extension VariableValue {
    /// The same, its texts being no templates.
    fileprivate var madeUnsafe: VariableValue {
        switch self {
        case .text(let text): .unsafe(text)
        case .list(let items): .list(items.map(\.madeUnsafe))
        case .mapping(let members): .mapping(members.mapValues(\.madeUnsafe))
        case .null, .boolean, .integer, .number, .unsafe, .vault: self
        }
    }
}

/// What PyYAML makes of a scalar without quotes.
enum AnsibleScalar {
    static func value(of text: String) throws(YAMLTimestamp.NoSuchTime) -> VariableValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": return .boolean(true)
        case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF":
            return .boolean(false)
        default: break
        }
        // Most texts begin with a letter and can be nothing else.
        guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else {
            return .text(text)
        }
        if let integer = YAMLNumber.integer(text) { return .integer(integer) }
        if let number = YAMLNumber.float(text) ?? special(text) { return .number(number) }
        return try YAMLTimestamp(text).map { .text($0.isoformat) } ?? .text(text)
    }

    /// Any form of a number, as behind `!!float`.
    static func float(_ text: String) -> Double? {
        if let number = special(text) { return number }
        let digits = text.filter { $0 != "_" }
        guard let first = digits.utf8.first, "+-.0123456789".utf8.contains(first) else {
            return nil
        }
        return Double(digits.hasSuffix(".") ? digits + "0" : digits)
    }

    private static func special(_ text: String) -> Double? {
        switch text {
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .infinity
        case "-.inf", "-.Inf", "-.INF": -.infinity
        case ".nan", ".NaN", ".NAN": .nan
        default: nil
        }
    }
}
