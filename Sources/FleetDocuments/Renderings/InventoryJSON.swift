internal import FleetCore

/// The inventory in the shape of `ansible-inventory --list`, so that Ansible and all that read its dynamic
/// inventories can read ours.
///
/// - Shape: `_meta.hostvars` with all variables of each host; each group with its `hosts` and `children`;
///   `all` with its children, `ungrouped` the first. What is empty is left out. Keys are sorted.
/// - Source: ansible-core 2.14, `lib/ansible/cli/inventory.py`, `json_inventory`.
public struct InventoryJSON: CustomStringConvertible, Sendable {
    private let inventory: Inventory

    /// Prepares the document.
    public init(_ inventory: Inventory) { self.inventory = inventory }

    /// The document, indented by four, with a newline at the end.
    public var description: String {
        var document: [String: VariableValue] = [:]
        let ungrouped = inventory.ungrouped
        if !ungrouped.isEmpty { document["ungrouped"] = .mapping(["hosts": names(ungrouped)]) }
        for group in inventory.groups {
            var members: [String: VariableValue] = [:]
            if !group.hosts.isEmpty { members["hosts"] = names(group.hosts) }
            if !group.children.isEmpty {
                members["children"] = .list(group.children.map { .text($0) })
            }
            if !members.isEmpty { document[group.name] = .mapping(members) }
        }
        let outermost = ["ungrouped"] + inventory.outermostGroups.map(\.name)
        document["all"] = .mapping(["children": .list(outermost.map { .text($0) })])
        document["_meta"] = .mapping(["hostvars": .mapping(hostVariables())])
        return JSONText(.mapping(document)).description + "\n"
    }

    private func names(_ hosts: some Sequence<HostID>) -> VariableValue {
        .list(hosts.map { .text($0.name) })
    }

    private func hostVariables() -> [String: VariableValue] {
        var variables: [String: VariableValue] = [:]
        variables.reserveCapacity(inventory.hosts.count)
        for host in inventory.hosts {
            let values = AnsibleVariables.of(host, in: inventory)
            if !values.isEmpty { variables[host.id.name] = .mapping(values) }
        }
        return variables
    }
}
