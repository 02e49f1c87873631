internal import FleetCore

/// Lays the levels over each other, once for each set of groups that some host is in.
struct InventoryResolver {
    /// What the hosts of the same groups have in common.
    private struct Base {
        let groups: [String]
        let settings: HostSettings
        let vars: [String: Variable]
    }

    private let builder: InventoryBuilder
    private let depths: [Int]
    private let children: [[Int]]
    /// For each group, itself and all groups that contain it.
    private let ancestors: [[Int]]

    /// - Parameter depths: The depth of each group; there is no cycle.
    init(_ builder: InventoryBuilder, depths: [Int]) {
        self.builder = builder
        self.depths = depths
        children = builder.groups.map { $0.children.compactMap { builder.groupIndex[$0.name] } }
        ancestors = InventoryResolver.ancestors(children: children, depths: depths)
    }

    func inventory() -> Inventory {
        Inventory(
            hosts: hosts(), groups: groups(), keys: builder.keys, scripts: builder.scripts,
            fleet: builder.defaults.fleet, defaults: builder.defaults.host, vars: builder.vars,
            hostIndex: builder.hostIndex, groupIndex: builder.groupIndex)
    }

    private func hosts() -> [InventoryHost] {
        var bases: [[Int]: Base] = [:]
        return builder.hosts.map { host in
            let base = bases[host.groups] ?? base(of: host.groups)
            bases[host.groups] = base
            return InventoryHost(
                id: host.id, groups: base.groups,
                settings: host.settings?.over(base.settings) ?? base.settings,
                vars: Variables(inherited: base.vars, own: host.vars), place: host.place)
        }
    }

    private func base(of direct: [Int]) -> Base {
        let groups = builder.groups
        let all = Set(direct.flatMap { ancestors[$0] }).sorted { left, right in
            (depths[left], groups[left].name) < (depths[right], groups[right].name)
        }
        return Base(
            groups: all.map { groups[$0].name },
            settings: all.reduce(builder.defaults.host) { groups[$1].settings.over($0) },
            vars: all.reduce(into: builder.vars) { vars, group in
                vars.merge(groups[group].vars) { _, nearer in nearer }
            })
    }

    private func groups() -> [InventoryGroup] {
        builder.groups.indices.map { index in
            let group = builder.groups[index]
            return InventoryGroup(
                name: group.name, hosts: unique(group.hosts).map { builder.hosts[$0].id },
                children: unique(children[index]).map { builder.groups[$0].name },
                depth: depths[index], settings: group.settings, vars: group.vars,
                place: group.place)
        }
    }

    private func unique(_ indices: [Int]) -> [Int] {
        var seen: Set<Int> = []
        return indices.filter { seen.insert($0).inserted }
    }

    private static func ancestors(children: [[Int]], depths: [Int]) -> [[Int]] {
        var sets = depths.indices.map { Set([$0]) }
        // A group's parents are all less deep than itself, so they are complete by then.
        for group in depths.indices.sorted(by: { depths[$0] < depths[$1] }) {
            for child in children[group] { sets[child].formUnion(sets[group]) }
        }
        return sets.map { $0.sorted() }
    }
}
