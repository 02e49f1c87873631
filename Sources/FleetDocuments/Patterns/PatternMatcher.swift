internal import FleetCore

/// Finds the hosts of one part of a pattern, as indices into the inventory's hosts.
struct PatternMatcher {
    private let inventory: Inventory

    init(_ inventory: Inventory) { self.inventory = inventory }

    func hosts(of term: PatternTerm) throws(PatternError) -> [Int] {
        // A name that looks like a subscript or a glob is a name all the same. Where a group has it too, which Ansible
        // allows, the host is chosen, but the group is kept or taken out, as there.
        if let host = inventory.hostIndex[term.text],
            term.operation == .choose || inventory.groupIndex[term.text] == nil
        {
            return [host]
        }
        let matches: [Int]
        switch term.expression {
        case .name(let name): matches = try named(name, in: term)
        case .glob(let glob): matches = try all(in: term) { glob.matches($0) }
        case .regex(let text):
            let regex = try PatternTerm.compile(text, in: term.text)
            matches = try all(in: term) { name in
                // Matching can fail only where the expression runs code, which text can't hold.
                (try? regex.prefixMatch(in: name)) != nil
            }
        }
        return try apply(term.place, to: matches, of: term)
    }

    private func named(_ name: String, in term: PatternTerm) throws(PatternError) -> [Int] {
        if let hosts = inventory.hostIndices(ofGroup: name) { return hosts }
        if let host = inventory.hostIndex[name] { return [host] }
        let names = inventory.groups.lazy.map(\.name)
        let nearest =
            NearestName.nearest(to: name, in: names)
            ?? NearestName.nearest(to: name, in: inventory.hosts.lazy.map(\.id.name))
        throw PatternError(
            .unknownName, in: term.text, "no host or group has that name",
            remedy: nearest.map { "did you mean '\($0)'?" } ?? "see them with 'flotilla hosts'")
    }

    /// The hosts of all groups with a name that matches, then the hosts with one.
    private func all(
        in term: PatternTerm, where matches: (String) -> Bool
    ) throws(PatternError) -> [Int] {
        var found: [Int] = []
        for name in ["all", "ungrouped"] + inventory.groups.map(\.name) where matches(name) {
            found += inventory.hostIndices(ofGroup: name) ?? []
        }
        found += inventory.hosts.indices.filter { matches(inventory.hosts[$0].id.name) }
        // Taking out what isn't there is done already.
        guard !found.isEmpty || term.operation == .remove else {
            throw PatternError(
                .unknownName, in: term.text, "it matches no host and no group",
                remedy: "see them with 'flotilla hosts'")
        }
        return PatternMatcher.unique(found)
    }

    private func apply(
        _ place: PatternTerm.Subscript?, to hosts: [Int], of term: PatternTerm
    ) throws(PatternError) -> [Int] {
        let range: Range<Int>
        switch place {
        case nil: return hosts
        case .one(let index):
            let position = index < 0 ? hosts.count + index : index
            range = hosts.indices.contains(position) ? position..<(position + 1) : 0..<0
        case .range(let begin, let end):
            let start = min(begin, hosts.count)
            range = start..<max(start, min(end.map { $0 + 1 } ?? hosts.count, hosts.count))
        }
        guard !range.isEmpty else {
            throw PatternError(
                .badSubscript, in: term.text, "it has \(hosts.count) hosts, counted from 0",
                remedy: "choose one of them")
        }
        return Array(hosts[range])
    }

    static func unique(_ indices: [Int]) -> [Int] {
        var seen: Set<Int> = []
        return indices.filter { seen.insert($0).inserted }
    }
}
