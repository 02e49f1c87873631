internal import FleetYAML

/// How an inventory in Ansible's YAML shape is told from one of our own.
///
/// Any top-level key is a group there. So it is one when `all` is at the top, or when none of the native keys is
/// there and some key holds `hosts`, `children` or `vars`.
///
/// What is read as Ansible reads it, and what deliberately is not: where Ansible guesses, warns or breaks, a mistake
/// is told instead, with its place.
///
/// | in Ansible | here |
/// | --- | --- |
/// | `[9:1]` names no hosts, `[ab:cd]` is `a` to `c` | a bad range |
/// | a host may have any name | only names that a pattern can choose, and a folder can have |
/// | a host may be called `all` or `ungrouped` | a bad name |
/// | `ungrouped` may hold groups, or be in one, and then loses hosts | a mistake |
/// | an ungrouped host with a group's name puts the group into `ungrouped` | the host is in it |
/// | a child that is no mapping may be a host's name | a mistake |
/// | a plain `=`, `<<` or `0b_` as a value breaks the file | a text |
/// | of the keys `1` and `yes` one is lost, for Python | both are kept |
/// | a whole number of any size is a number | one of more than 64 bits is a text |
/// | `!!set`, `!!binary` and their like | a mistake |
/// | an empty key of a mapping | a mistake |
/// | `!unsafe` empties a collection in a collection | it is kept |
/// | below the first level, the order of a group's hosts is by chance | breadth first, in the order of the files |
/// | the ungrouped hosts are the first of `all` | the order of the files |
enum AnsibleShape: Hashable {
    /// An inventory of groups.
    case groups
    /// The configuration of an inventory plugin; where its first key stands.
    case plugin(YAMLMark)

    init?(_ root: YAMLNode) {
        guard case .mapping(let pairs) = root.content else { return nil }
        let hasAll = pairs.contains { $0.key.text == "all" }
        let isNative = pairs.contains { pair in
            DocumentKeys.inventory.named[pair.key.text]?.levels.contains(.top) ?? false
        }
        guard hasAll || !isNative else { return nil }
        if let plugin = pairs.first(where: { $0.key.text == "plugin" && $0.value.isTruthy }) {
            self = .plugin(plugin.keyMark)
        } else if hasAll || pairs.contains(where: { AnsibleShape.isGroup($0.value) }) {
            self = .groups
        } else {
            return nil
        }
    }

    private static func isGroup(_ node: YAMLNode) -> Bool {
        guard case .mapping(let keys) = node.content else { return false }
        return keys.contains { ["hosts", "children", "vars"].contains($0.key.text) }
    }

    /// Where the first `[group]` of an INI inventory stands: YAML makes a list or nothing of such a text.
    static func headerOfINI(_ content: [UInt8], _ document: YAMLDocument) -> YAMLMark? {
        if case .mapping? = document.root?.content { return nil }
        let lines = YAMLText(Array(content.prefix(4_096))).lines
        for (index, line) in lines.enumerated() {
            guard line.first == "[" else {
                // Hosts may stand above the first group, and comments anywhere.
                if line.contains(":") || line.hasPrefix("-") { return nil }
                continue
            }
            let name = line.dropFirst().prefix { $0 != "]" && $0 != "," }
            guard line.dropFirst(name.count + 1) == "]", !name.isEmpty else { return nil }
            return YAMLMark(line: index + 1, column: 1)
        }
        return nil
    }
}

extension YAMLNode {
    /// Whether Python takes the value for true; one that isn't as it should be is.
    var isTruthy: Bool {
        switch content {
        case .sequence(let items): return !items.isEmpty
        case .mapping(let pairs): return !pairs.isEmpty
        case .scalar(let scalar):
            guard scalar.isPlain else { return !scalar.text.isEmpty }
            switch try? AnsibleScalar.value(of: scalar.text) {
            case .null, .boolean(false), .integer(0), .number(0), .text(""): return false
            default: return true
            }
        }
    }

    /// Whether Ansible takes the value for a text.
    var isText: Bool {
        guard case .scalar(let scalar) = content else { return false }
        if tag != nil { return tag == "tag:yaml.org,2002:str" || tag == "!unsafe" }
        guard scalar.isPlain else { return true }
        return (try? AnsibleScalar.value(of: scalar.text)) == .text(scalar.text)
    }
}
