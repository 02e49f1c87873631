/// A value as JSON text in the form of Python's `json.dumps(indent=4, sort_keys=True)`.
struct JSONText: CustomStringConvertible {
    private let value: VariableValue

    init(_ value: VariableValue) { self.value = value }

    var description: String {
        var text = ""
        JSONText.write(value, indent: 0, to: &text)
        return text
    }

    private static func write(_ value: VariableValue, indent: Int, to text: inout String) {
        switch value {
        case .null: text += "null"
        case .boolean(let flag): text += flag ? "true" : "false"
        case .integer(let number): text += String(number)
        case .number(let number): text += JSONNumber.text(number)
        case .text(let string): write(string, to: &text)
        case .unsafe(let string):
            write(.mapping(["__ansible_unsafe": .text(string)]), indent: indent, to: &text)
        case .vault(let string):
            write(.mapping(["__ansible_vault": .text(string)]), indent: indent, to: &text)
        case .list(let items):
            write(items, "[", "]", indent: indent, to: &text) { item, text in
                write(item, indent: indent + 1, to: &text)
            }
        case .mapping(let members):
            let sorted = members.sorted { $0.key < $1.key }
            write(sorted, "{", "}", indent: indent, to: &text) { member, text in
                write(member.key, to: &text)
                text += ": "
                write(member.value, indent: indent + 1, to: &text)
            }
        }
    }

    private static func write<Item>(
        _ items: [Item], _ open: String, _ close: String, indent: Int, to text: inout String,
        each: (Item, inout String) -> Void
    ) {
        text += open
        let newline = "\n" + String(repeating: " ", count: 4 * (indent + 1))
        for (index, item) in items.enumerated() {
            text += (index == 0 ? "" : ",") + newline
            each(item, &text)
        }
        if !items.isEmpty { text += newline.dropLast(4) }
        text += close
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{8}": text += "\\b"
            case "\u{c}": text += "\\f"
            case "\0"..."\u{1f}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
