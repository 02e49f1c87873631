extension RunPlan {
    /// Does the same for each host, for as many at once as the fanout says.
    ///
    /// - Returns: What came of it, in the order of the inventory.
    func forEachHost<Found: Sendable>(
        _ work: @escaping @Sendable (PlannedHost) async -> Found
    ) async -> [Found] {
        await withTaskGroup(of: (Int, Found).self) { group in
            var hosts = hosts.enumerated().makeIterator()
            func startNext() {
                guard let (index, host) = hosts.next() else { return }
                group.addTask { (index, await work(host)) }
            }
            for _ in 0..<fanout { startNext() }
            var found: [Int: Found] = [:]
            for await (index, one) in group {
                found[index] = one
                startNext()
            }
            return self.hosts.indices.compactMap { found[$0] }
        }
    }
}
