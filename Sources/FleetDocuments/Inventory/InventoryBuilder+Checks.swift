extension InventoryBuilder {
    /// Checks what can be known only when all files are read.
    ///
    /// - Returns: The depth of each group; of no use where a mistake was noted.
    mutating func check() -> [Int] {
        checkNames()
        checkKeys()
        let children = resolveChildren()
        var order = GroupOrder(children: children)
        for cycle in order.cycles {
            let names = (cycle + [cycle[0]]).map { groups[$0].name }
            note(
                .groupCycle, at: place(of: cycle[0], in: groups[cycle[cycle.count - 1]]),
                "group '\(names[0])' contains itself: \(names.joined(separator: " > "))",
                remedy: "take one of them out of 'groups'")
        }
        if order.cycles.isEmpty,
            let deep = order.depths.firstIndex(where: { $0 > InventoryBuilder.deepestGroup })
        {
            note(
                .tooLarge, at: groups[deep].place,
                "group '\(groups[deep].name)' is \(order.depths[deep]) groups deep",
                remedy: "\(InventoryBuilder.deepestGroup) is the most; nest fewer groups")
            order.depths = []
        }
        return order.depths
    }

    /// Where `group` names the child of that index.
    private func place(of child: Int, in group: Group) -> SourcePlace {
        group.children.first { $0.name == groups[child].name }?.place ?? group.place
    }

    private mutating func checkNames() {
        for group in groups where !group.isAnsible {
            guard let host = hostIndex[group.name] else { continue }
            note(
                .nameClash, at: group.place,
                "a host is named '\(group.name)' as well (\(hosts[host].place))",
                remedy: "rename one of them, or patterns can't tell them apart")
        }
    }

    private mutating func checkKeys() {
        // A host range gives one value to many hosts; its mistake is one.
        var noted: Set<SourcePlace> = []
        let levels = [defaults.host] + groups.map(\.settings) + hosts.compactMap(\.settings)
        for level in levels {
            guard let used = level.keys, let place = used.place else { continue }
            for name in used.value where !keyNames.contains(name) {
                guard noted.insert(place).inserted else { break }
                note(
                    .undefinedKey, at: place, "key '\(name)' is not defined",
                    remedy: suggestion(
                        for: name, in: keyNames.sorted(), otherwise: "define it under 'keys'"))
            }
        }
    }

    private mutating func resolveChildren() -> [[Int]] {
        let all = groups
        return all.map { group in
            var seen: Set<Int> = []
            return group.children.compactMap { child in
                guard let index = groupIndex[child.name] else {
                    note(
                        .unknownGroup, at: child.place, "group '\(child.name)' is not defined",
                        remedy: suggestion(
                            for: child.name, in: all.lazy.map(\.name),
                            otherwise: "define it under 'groups'"))
                    return nil
                }
                return seen.insert(index).inserted ? index : nil
            }
        }
    }

    /// As ``NearestName/suggestion(for:in:otherwise:)``, for as many mistakes as are shown: each looks at
    /// all names.
    private func suggestion(
        for written: String, in names: some Sequence<String>, otherwise: String
    ) -> String {
        guard mistakes < InventoryError.shown else { return otherwise }
        return NearestName.suggestion(for: written, in: names, otherwise: otherwise)
    }
}
