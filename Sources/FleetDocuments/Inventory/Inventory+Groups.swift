public import FleetCore

extension Inventory {
    /// The hosts of a group and of all groups in it, or `nil` where there is no such group.
    ///
    /// `all` and `ungrouped` are groups here. As in Ansible, a group's own hosts come before its children's.
    public func hosts(ofGroup name: String) -> [InventoryHost]? {
        hostIndices(ofGroup: name)?.map { hosts[$0] }
    }

    /// The groups right below `all`: those that are in no other, and what an Ansible inventory names there.
    var outermostGroups: [InventoryGroup] { outermost.map { groups[$0] } }

    /// The hosts that are in no group; those that an Ansible inventory puts into `ungrouped` come first.
    public var ungrouped: [HostID] { ungroupedHosts.map { hosts[$0].id } }

    /// The same as ``hosts(ofGroup:)``, as indices into ``hosts``.
    func hostIndices(ofGroup name: String) -> [Int]? {
        switch name {
        case "all", "*": return Array(hosts.indices)
        case "ungrouped": return ungroupedHosts
        default: break
        }
        guard let start = groupIndex[name] else { return nil }
        // Breadth first, each group once: a group may be reached on more ways than can be counted.
        var queue = [start]
        var seen: Set = [start]
        var next = 0
        var found: [Int] = []
        var isFound: Set<Int> = []
        while next < queue.count {
            let group = groups[queue[next]]
            next += 1
            for host in group.hosts {
                if let index = hostIndex[host.name], isFound.insert(index).inserted {
                    found.append(index)
                }
            }
            for child in group.children {
                if let index = groupIndex[child], seen.insert(index).inserted {
                    queue.append(index)
                }
            }
        }
        return found
    }
}
