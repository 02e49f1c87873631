/// Does the same for several things, some at once.
enum Several {
    /// What `work` gives for each of `items`, in their order.
    static func run<Item: Sendable, Value: Sendable>(
        _ items: [Item], atOnce most: Int, _ work: @escaping @Sendable (Item) async -> Value
    ) async -> [Value] {
        await withTaskGroup(of: (Int, Value).self) { group in
            var waiting = items.enumerated().makeIterator()
            func startNext() {
                guard let (index, item) = waiting.next() else { return }
                group.addTask { (index, await work(item)) }
            }
            for _ in 0..<most { startNext() }
            var done: [Int: Value] = [:]
            for await (index, value) in group {
                done[index] = value
                startNext()
            }
            return items.indices.compactMap { done[$0] }
        }
    }
}
