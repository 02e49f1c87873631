internal import FleetCore

/// What hosts and groups of Ansible inventories are given.
extension InventoryBuilder {
    /// Names that no host may have: patterns mean groups by them.
    static let groupsOfAnsible: Set<String> = ["all", "ungrouped"]

    /// Puts a host into a group.
    mutating func addAnsibleHost(_ index: Int, to group: AnsibleGroup) {
        let host = hosts[index]
        if InventoryBuilder.groupsOfAnsible.contains(host.id.name) {
            note(
                .badName, at: host.place, "a host can't be called '\(host.id.name)'",
                remedy: "rename it: that is the name of a group that is always there")
        }
        switch group {
        case .all: break
        case .ungrouped: ungrouped.append(index)
        case .named(let group):
            if host.groups.last != group { hosts[index].groups.append(group) }
            groups[group].hosts.append(index)
        }
    }

    /// Sets variables of a host.
    ///
    /// As in Ansible, they become the group's where a group of the same name is known: it looks for the name among
    /// the groups first, and warns.
    mutating func setAnsibleVariables(_ vars: [String: Variable], ofHost index: Int) {
        guard !vars.isEmpty else { return }
        if let group = groupIndex[hosts[index].id.name] {
            setAnsibleVariables(vars, of: .named(group))
        } else if hosts[index].vars.isEmpty {
            // Of a range, all share one table.
            hosts[index].vars = vars
        } else {
            hosts[index].vars.merge(vars) { _, later in later }
        }
    }

    /// Sets variables of a group.
    mutating func setAnsibleVariables(_ vars: [String: Variable], of group: AnsibleGroup) {
        var vars = vars
        if let priority = vars.removeValue(forKey: "ansible_group_priority") {
            setPriority(priority, of: group)
        }
        switch group {
        case .all: self.vars.merge(vars) { _, later in later }
        case .ungrouped: ungroupedVars.merge(vars) { _, later in later }
        case .named(let index): groups[index].vars.merge(vars) { _, later in later }
        }
    }

    private mutating func setPriority(_ variable: Variable, of group: AnsibleGroup) {
        guard let priority = variable.value.wholeNumber else {
            note(
                .badValue, at: variable.place ?? SourcePlace(file: "-i"),
                "'ansible_group_priority' must be a whole number", remedy: "write one, such as 10")
            return
        }
        if case .named(let index) = group { groups[index].priority = priority }
    }
}

extension VariableValue {
    /// The number that Python's `int` makes of it.
    fileprivate var wholeNumber: Int? {
        switch self {
        case .integer(let number): number
        case .boolean(let flag): flag ? 1 : 0
        case .number(let number): Int(exactly: number.rounded(.towardZero))
        case .text(let text), .unsafe(let text): Int(text)
        case .null, .vault, .list, .mapping: nil
        }
    }
}
