extension HostPattern {
    /// The hosts that the pattern chooses: those of the first part first, each part in the order of its
    /// group or of the inventory, none twice.
    ///
    /// - Throws: Where a part names nothing, or no host is left.
    public func hosts(in inventory: Inventory) throws(PatternError) -> [InventoryHost] {
        let choosing = terms.filter { $0.operation == .choose }
        var chosen: [Int] = []
        if choosing.isEmpty {
            chosen = Array(inventory.hosts.indices)
        }
        for term in choosing { chosen += try PatternMatcher(inventory).hosts(of: term) }
        chosen = PatternMatcher.unique(chosen)
        for term in terms where term.operation == .keep {
            let kept = Set(try PatternMatcher(inventory).hosts(of: term))
            chosen.removeAll { !kept.contains($0) }
        }
        for term in terms where term.operation == .remove {
            let removed = Set(try PatternMatcher(inventory).hosts(of: term))
            chosen.removeAll { removed.contains($0) }
        }
        guard !chosen.isEmpty else {
            throw PatternError(
                .noHosts, in: text, "no host is left",
                remedy: inventory.hosts.isEmpty
                    ? "the inventory has no hosts; name some with -i"
                    : "see all hosts with 'flotilla hosts'")
        }
        return chosen.map { inventory.hosts[$0] }
    }
}
