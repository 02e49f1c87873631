public import FleetDocuments

extension RunWish {
    /// The hosts that are worked on: those that the limits choose, of the wish's part of the fleet.
    ///
    /// - Returns: None where all that the limits choose are of other parts.
    /// - Throws: `PatternError` for limits that can't be read or choose no host of the whole fleet.
    public func hosts(in inventory: Inventory) throws(PatternError) -> [InventoryHost] {
        let chosen = try pattern.hosts(in: inventory)
        guard let shard else { return chosen }
        return chosen.filter { shard.holds($0.id) }
    }
}
