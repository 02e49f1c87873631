internal import FleetCore

/// Lays the levels over each other, once for each set of groups that some host is in.
struct InventoryResolver {
    /// What the hosts of the same groups have in common.
    private struct Base {
        let groups: [String]
        /// What the fleet and the groups say themselves.
        let outer: HostSettings
        /// The same below what Ansible's variables say.
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
        var access = AnsibleAccess(home: builder.home)
        let hosts = hosts(&access)
        let named = Set(builder.keys.map(\.name))
        return Inventory(
            hosts: hosts, groups: groups(), outermost: outermost(), ungrouped: ungrouped(),
            keys: builder.keys + access.keys.filter { !named.contains($0.name) },
            scripts: builder.scripts, fleet: builder.defaults.fleet,
            defaults: builder.defaults.host, vars: builder.vars,
            readsAnsible: !builder.ansibleFiles.isEmpty, warnings: builder.warnings,
            hostIndex: builder.hostIndex, groupIndex: builder.groupIndex)
    }

    /// Nearest first: what a host's own entry says, what Ansible's variables say, what its groups and the defaults
    /// say.
    private func hosts(_ access: inout AnsibleAccess) -> [InventoryHost] {
        let readsAnsible = !builder.ansibleFiles.isEmpty
        var bases: [[Int]: Base] = [:]
        return builder.hosts.map { host in
            let base = bases[host.groups] ?? base(of: host.groups, &access)
            bases[host.groups] = base
            var vars = Variables(inherited: base.vars, own: host.vars)
            if let more = builder.hostFiles[host.id.name] {
                vars = Variables(
                    inherited: base.vars, own: host.vars.merging(more) { _, file in file })
            }
            var settings = base.settings
            if readsAnsible, vars.own.keys.contains(where: AnsibleAccess.isAbout) {
                settings = access.settings(by: vars).over(base.outer)
            }
            return InventoryHost(
                id: host.id, groups: base.groups,
                settings: host.settings?.over(settings) ?? settings,
                vars: vars, place: host.place)
        }
    }

    private func base(of direct: [Int], _ access: inout AnsibleAccess) -> Base {
        let groups = builder.groups
        let all = Set(direct.flatMap { ancestors[$0] }).sorted { left, right in
            (depths[left], groups[left].priority, groups[left].name)
                < (depths[right], groups[right].priority, groups[right].name)
        }
        let settings = all.reduce(builder.defaults.host) { groups[$1].settings.over($0) }
        let vars = Variables(inherited: variables(of: all))
        return Base(
            groups: all.map { groups[$0].name }, outer: settings,
            settings: builder.ansibleFiles.isEmpty
                ? settings : access.settings(by: vars).over(settings),
            vars: vars.inherited)
    }

    /// What hosts of these groups inherit: as in Ansible, files of variables win over what inventories say, also the
    /// file of `all` over a group.
    private func variables(of groups: [Int]) -> [String: Variable] {
        var vars = builder.vars
        if groups.isEmpty { vars.merge(builder.ungroupedVars) { _, nearer in nearer } }
        for group in groups { vars.merge(builder.groups[group].vars) { _, nearer in nearer } }
        let names = groups.isEmpty ? ["ungrouped"] : groups.map { builder.groups[$0].name }
        let files =
            builder.groupFiles.map { $0["all"] }
            + builder.groupFiles.flatMap { layer in names.map { layer[$0] } }
        for case let file? in files { vars.merge(file) { _, nearer in nearer } }
        return vars
    }

    /// What an Ansible inventory puts into `all`, then the other groups that are in none.
    private func outermost() -> [Int] {
        let contained = Set(children.joined())
        return unique(builder.outermost + builder.groups.indices.filter { !contained.contains($0) })
    }

    /// What an Ansible inventory puts into `ungrouped`, then the other hosts that are in no group.
    private func ungrouped() -> [Int] {
        unique(builder.ungrouped + Array(builder.hosts.indices))
            .filter { builder.hosts[$0].groups.isEmpty }
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
