internal import FleetYAML

/// An inventory in Ansible's YAML shape, recognised by its keys.
///
/// Any top-level key is a group there, so it is one when `all` or any other key has a mapping with
/// `hosts` as a mapping or `children`, and none of the native keys is beside it.
struct AnsibleShape {
    private let pair: YAMLPair
    private let isPlugin: Bool

    init?(_ root: YAMLNode) {
        guard case .mapping(let pairs) = root.content else { return nil }
        let isNative = pairs.contains { pair in
            DocumentKeys.inventory.named[pair.key.text]?.levels.contains(.top) ?? false
        }
        guard !isNative else { return nil }
        if let plugin = pairs.first(where: { $0.key.text == "plugin" }) {
            (pair, isPlugin) = (plugin, true)
        } else if let group = pairs.first(where: AnsibleShape.isGroup) {
            (pair, isPlugin) = (group, false)
        } else {
            return nil
        }
    }

    private static func isGroup(_ pair: YAMLPair) -> Bool {
        guard pair.key.text != "all" else { return true }
        guard case .mapping(let keys) = pair.value.content else { return false }
        return !keys.isEmpty
            && keys.allSatisfy { ["hosts", "children", "vars"].contains($0.key.text) }
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

    /// Says that it isn't read yet.
    func refuse(in reader: inout DocumentReader) {
        reader.note(
            .ansibleShape, at: pair.keyMark,
            isPlugin
                ? "this configures an Ansible inventory plugin" : "this is an Ansible inventory",
            remedy: "its shape can't be read yet; write 'hosts:' and 'groups:' at the top instead")
    }
}
