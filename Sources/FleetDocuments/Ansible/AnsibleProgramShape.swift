internal import FleetYAML

/// What Ansible's inventory programs print: groups with lists of hosts, and `_meta` with the hosts' variables.
enum AnsibleProgramShape {
    /// Whether a document is of this shape, and not a whole inventory in YAML.
    static func isShape(of pairs: [YAMLPair]) -> Bool {
        if pairs.contains(where: { $0.key.text == "_meta" }) { return true }
        let isNative = pairs.contains { pair in
            DocumentKeys.inventory.named[pair.key.text]?.levels.contains(.top) ?? false
        }
        return !isNative && pairs.contains { members(of: $0)?.hosts != nil }
    }

    /// The hosts that a group names; one without `hosts`, `vars` and `children` is a host itself.
    static func hosts(of pair: YAMLPair) -> [String] {
        guard let group = members(of: pair) else { return [] }
        if group.isHost { return [pair.key.text] }
        return (group.hosts ?? []).compactMap { node in
            if case .scalar(let scalar) = node.content { scalar.text } else { nil }
        }
    }

    /// What a group consists of.
    struct Members {
        var hosts: [YAMLNode]?
        var vars: YAMLNode?
        var children: YAMLNode?
        /// Whether the group is a host with variables.
        var isHost = false
    }

    /// Reads a group; `nil` where it is none.
    static func members(of pair: YAMLPair) -> Members? {
        switch pair.value.content {
        case .sequence(let hosts): return Members(hosts: hosts)
        case .scalar: return nil
        case .mapping(let pairs):
            let nodes = Dictionary(
                pairs.map { ($0.key.text, $0.value) }, uniquingKeysWith: { $1 })
            let (vars, children) = (nodes["vars"], nodes["children"])
            guard let hosts = nodes["hosts"] else {
                return vars == nil && children == nil
                    ? Members(vars: pair.value, isHost: true)
                    : Members(vars: vars, children: children)
            }
            guard case .sequence(let hosts) = hosts.content else { return nil }
            return Members(hosts: hosts, vars: vars, children: children)
        }
    }
}
