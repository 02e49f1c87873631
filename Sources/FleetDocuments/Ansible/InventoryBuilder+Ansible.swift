internal import FleetYAML

/// Reading an inventory in Ansible's YAML shape: pair after pair, in the order of the file, for what a pair means
/// may hang on those before it.
///
/// - Source: ansible-core 2.14, `plugins/inventory/yaml.py`, `inventory/data.py` and `inventory/group.py`.
extension InventoryBuilder {
    /// A group of an Ansible inventory.
    enum AnsibleGroup: Hashable {
        /// The group of all hosts.
        case all
        /// The group of those that are in no other.
        case ungrouped
        /// Any other, by its index.
        case named(Int)
    }

    /// Reads the document's value.
    mutating func readAnsible(_ root: YAMLNode, with reader: inout DocumentReader) {
        ansibleFiles.insert(reader.file)
        for pair in reader.pairs(of: root, as: "an inventory") {
            _ = readAnsibleGroup(pair, with: &reader)
        }
    }

    /// The group of that name, made where it is new.
    mutating func ansibleGroup(_ name: String, at place: SourcePlace) -> AnsibleGroup? {
        if let known = knownAnsibleGroup(name) { return known }
        guard 1...1_000 ~= name.utf8.count, name.unicodeScalars.allSatisfy(\.isVisible) else {
            note(
                .badName, at: place, "'\(name)' can't be the name of a group",
                remedy: "use letters, digits and '_'")
            return nil
        }
        groupIndex[name] = groups.count
        groups.append(Group(name: name, place: place, isAnsible: true))
        return .named(groups.count - 1)
    }

    private func knownAnsibleGroup(_ name: String) -> AnsibleGroup? {
        switch name {
        case "all": .all
        case "ungrouped": .ungrouped
        default: groupIndex[name].map { .named($0) }
        }
    }

    /// Reads a group and all in it; `nil` where there can't be such a group.
    private mutating func readAnsibleGroup(
        _ pair: YAMLPair, isChild: Bool = false, with reader: inout DocumentReader
    ) -> AnsibleGroup? {
        guard let name = reader.ansibleName(pair, of: "a group") else { return nil }
        let place = reader.place(pair.keyMark)
        let sections: [YAMLPair]
        if case .mapping(let pairs) = pair.value.content {
            sections = pairs
        } else if pair.value.isNull {
            sections = []
        } else {
            return skipAnsibleGroup(pair, isChild: isChild, with: &reader)
        }
        guard let group = ansibleGroup(name, at: place) else { return nil }
        for section in sections {
            guard let entries = ansibleEntries(of: section, in: name, with: &reader) else {
                continue
            }
            switch section.key.text {
            case "vars":
                for entry in entries { readAnsibleVariable(entry, of: group, with: &reader) }
            case "children":
                for entry in entries { readAnsibleChild(entry, of: group, with: &reader) }
            default:
                for entry in entries { readAnsibleHosts(entry, in: group, with: &reader) }
            }
        }
        return group
    }

    /// A group that isn't one: at the top it is passed over, as a child it must be known already.
    private mutating func skipAnsibleGroup(
        _ pair: YAMLPair, isChild: Bool, with reader: inout DocumentReader
    ) -> AnsibleGroup? {
        let known = knownAnsibleGroup(pair.key.text)
        let problem = "group '\(pair.key.text)' must be a mapping, not \(pair.value.kind)"
        let remedy = "write 'hosts:', 'vars:' or 'children:' below it"
        if isChild, known == nil {
            reader.note(.wrongShape, at: pair.value.mark, problem, remedy: remedy)
        } else {
            reader.warn(.wrongShape, at: pair.value.mark, problem, remedy: remedy)
        }
        return known
    }

    /// The pairs of a section of a group; `nil` for one that is passed over, with a warning, as Ansible does.
    private mutating func ansibleEntries(
        of section: YAMLPair, in group: String, with reader: inout DocumentReader
    ) -> [YAMLPair]? {
        let name = section.key.text
        let isKnown = ["hosts", "vars", "children"].contains(name)
        switch section.value.content {
        case .mapping(let pairs) where isKnown: return pairs
        case .scalar where section.value.isNull: return []
        case .scalar(let text) where isKnown && section.value.isText:
            // One name alone needs no mapping.
            let nothing = YAMLNode(.scalar(YAMLScalar("")), mark: section.value.mark)
            return [
                YAMLPair(
                    key: YAMLScalar(text.text, style: .singleQuoted), keyMark: section.value.mark,
                    value: nothing)
            ]
        case .scalar, .sequence, .mapping:
            if isKnown {
                reader.note(
                    .wrongShape, at: section.value.mark,
                    "'\(name)' of group '\(group)' must be a mapping, not \(section.value.kind)",
                    remedy: "write each name on a line of its own, with ':' behind it")
            } else {
                reader.warn(
                    .unknownKey, at: section.keyMark, "a group has no key '\(name)'",
                    remedy: "its keys are hosts, vars, children")
            }
            return nil
        }
    }

    private mutating func readAnsibleChild(
        _ pair: YAMLPair, of group: AnsibleGroup, with reader: inout DocumentReader
    ) {
        guard let child = readAnsibleGroup(pair, isChild: true, with: &reader) else { return }
        addAnsibleChild(child, named: pair.key.text, to: group, at: reader.place(pair.keyMark))
    }

    /// Puts one group into another.
    mutating func addAnsibleChild(
        _ child: AnsibleGroup, named name: String, to group: AnsibleGroup, at place: SourcePlace
    ) {
        switch (group, child) {
        case (.all, .ungrouped): break
        case (.all, .named(let index)):
            if !outermost.contains(index) { outermost.append(index) }
        case (.named(let parent), .named): groups[parent].children.append((name, place))
        case (_, .all):
            note(
                .groupCycle, at: place, "'all' can't be in a group, for every group is in it",
                remedy: "take it out of 'children'")
        case (.ungrouped, _), (_, .ungrouped):
            note(
                .conflict, at: place, "'ungrouped' holds the hosts that are in no group",
                remedy: "it can neither hold groups nor be in one")
        }
    }

    private mutating func readAnsibleHosts(
        _ pair: YAMLPair, in group: AnsibleGroup, with reader: inout DocumentReader
    ) {
        guard let name = reader.ansibleName(pair, of: "a host") else { return }
        let place = reader.place(pair.keyMark)
        var vars: [String: Variable] = [:]
        if case .mapping(let pairs) = pair.value.content {
            vars.reserveCapacity(pairs.count)
            for pair in pairs { reader.readAnsibleVariable(pair, into: &vars) }
        } else if pair.value.isTruthy {
            reader.note(
                .wrongShape, at: pair.value.mark,
                "host '\(name)' must be a mapping, not \(pair.value.kind)",
                remedy: "write its variables as 'name: value' pairs")
        }
        let pattern = AnsibleHostPattern(name)
        let known = hosts.count
        for index in hosts(of: pattern.name, at: place) {
            if let port = pattern.port, index >= known {
                hosts[index].vars["ansible_port"] = Placed(.integer(port), at: place)
            }
            addAnsibleHost(index, to: group)
            setAnsibleVariables(vars, ofHost: index)
        }
    }

    private mutating func readAnsibleVariable(
        _ pair: YAMLPair, of group: AnsibleGroup, with reader: inout DocumentReader
    ) {
        var vars: [String: Variable] = [:]
        reader.readAnsibleVariable(pair, into: &vars)
        setAnsibleVariables(vars, of: group)
    }
}
