import FleetReport
import FleetYAML

/// What the checks want to know of a document's tree.
enum Tree {
    /// How deep its lists and mappings go, and how many values there are.
    static func size(of root: YAMLNode) -> (depth: Int, nodes: Int) {
        var (deepest, nodes) = (0, 0)
        var rest = [(node: root, depth: 1)]
        while let (node, depth) = rest.popLast() {
            nodes += 1
            deepest = max(deepest, depth)
            switch node.content {
            case .scalar: break
            case .sequence(let items): rest += items.map { ($0, depth + 1) }
            case .mapping(let pairs): rest += pairs.map { ($0.value, depth + 1) }
            }
        }
        return (deepest, nodes)
    }

    /// The tree as JSON.
    static func json(of node: YAMLNode) -> [UInt8] {
        var bytes: [UInt8] = []
        write(node, to: &bytes)
        return bytes
    }

    /// What Python writes for numbers that JSON doesn't have, by YAML's words.
    private static let numbers = [".nan": "NaN", ".inf": "Infinity", "-.inf": "-Infinity"]

    private static func write(_ node: YAMLNode, to bytes: inout [UInt8]) {
        switch node.content {
        case .scalar(let scalar) where scalar.isPlain:
            bytes += (numbers[scalar.text] ?? scalar.text).utf8
        case .scalar(let scalar): JSONText.write(scalar.text, to: &bytes)
        case .sequence(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(item, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .mapping(let pairs):
            bytes.append(UInt8(ascii: "{"))
            for (index, pair) in pairs.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                JSONText.write(pair.key.text, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                write(pair.value, to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}
