internal import FleetYAML

extension VariableValue {
    /// Types `node` as YAML 1.1 does.
    ///
    /// A number that doesn't fit, infinities and dates stay texts.
    init(_ node: YAMLNode) {
        switch node.content {
        case .sequence(let items): self = .list(items.map(VariableValue.init))
        case .mapping(let pairs):
            self = .mapping(
                Dictionary(
                    pairs.map { ($0.key.text, VariableValue($0.value)) },
                    uniquingKeysWith: { first, _ in first }))
        case .scalar(let scalar):
            let isText =
                !scalar.isPlain || node.tag.map { !VariableValue.typed.contains($0) } ?? false
            self = isText ? .text(scalar.text) : VariableValue.plain(scalar.text, of: node)
        }
    }

    /// The tags under which a plain scalar may still be something else than a text.
    private static let typed: Set<String> = [
        "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool",
        "tag:yaml.org,2002:null",
    ]

    private static func plain(_ text: String, of node: YAMLNode) -> VariableValue {
        if node.isNull { return .null }
        if let flag = node.boolean { return .boolean(flag) }
        // Most texts begin with a letter and can be neither.
        guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else {
            return .text(text)
        }
        if let integer = YAMLNumber.integer(text) { return .integer(integer) }
        if let number = YAMLNumber.float(text) { return .number(number) }
        return .text(text)
    }
}
