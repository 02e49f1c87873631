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
        for group in groups {
            guard let host = hostIndex[group.name] else { continue }
            note(
                .nameClash, at: group.place,
                "a host is named '\(group.name)' as well (\(hosts[host].place))",
                remedy: "rename one of them, or patterns can't tell them apart")
        }
    }

    private mutating func checkKeys() {
        let names = Set(keys.map(\.name))
        // A host range gives one value to many hosts; its mistake is one.
        var noted: Set<SourcePlace> = []
        let levels = [defaults.host] + groups.map(\.settings) + hosts.compactMap(\.settings)
        for level in levels {
            guard let used = level.keys, let place = used.place else { continue }
            for name in used.value where !names.contains(name) {
                guard noted.insert(place).inserted else { break }
                note(
                    .undefinedKey, at: place, "key '\(name)' is not defined",
                    remedy: NearestName.suggestion(
                        for: name, in: keys.map(\.name), otherwise: "define it under 'keys'"))
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
                        remedy: NearestName.suggestion(
                            for: child.name, in: all.lazy.map(\.name),
                            otherwise: "define it under 'groups'"))
                    return nil
                }
                return seen.insert(index).inserted ? index : nil
            }
        }
    }
}

/// The depths of groups that contain each other, or the cycles in them.
struct GroupOrder {
    /// For each group, how many groups the longest way from outside to it goes through, itself included.
    var depths: [Int]
    /// The cycles, each from a group to the one that contains it; no group is in two.
    private(set) var cycles: [[Int]] = []

    /// - Parameter children: For each group, the groups that it names.
    init(children: [[Int]]) {
        depths = Array(repeating: 1, count: children.count)
        var parents: [[Int]] = Array(repeating: [], count: children.count)
        for (group, children) in children.enumerated() {
            for child in children { parents[child].append(group) }
        }
        var waiting = parents.map(\.count)
        var ready = waiting.indices.filter { waiting[$0] == 0 }
        var isDone = Array(repeating: false, count: children.count)
        func finish(_ group: Int) {
            isDone[group] = true
            for child in children[group] {
                depths[child] = max(depths[child], depths[group] + 1)
                waiting[child] -= 1
                if waiting[child] == 0, !isDone[child] { ready.append(child) }
            }
        }
        var next = 0
        while true {
            while let group = ready.popLast() { if !isDone[group] { finish(group) } }
            // What is left waits for a group in a cycle: going up from any of it runs into one.
            while next < isDone.count, isDone[next] { next += 1 }
            guard next < isDone.count else { return }
            let cycle = GroupOrder.cycle(above: next, parents: parents, isDone: isDone)
            cycles.append(cycle)
            for group in cycle { finish(group) }
        }
    }

    private static func cycle(above start: Int, parents: [[Int]], isDone: [Bool]) -> [Int] {
        var path: [Int] = []
        var position: [Int: Int] = [:]
        var group = start
        while position[group] == nil {
            position[group] = path.count
            path.append(group)
            // A group that waits has a parent that waits.
            guard let parent = parents[group].first(where: { !isDone[$0] }) else { break }
            group = parent
        }
        return Array(path[(position[group] ?? 0)...].reversed())
    }
}
