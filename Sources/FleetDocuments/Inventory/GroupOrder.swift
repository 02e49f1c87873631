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
        let cycle = Array(path[(position[group] ?? 0)...].reversed())
        // Told from the group that is defined first, whichever of them the way ran into.
        let first = cycle.indices.min { cycle[$0] < cycle[$1] } ?? 0
        return Array(cycle[first...] + cycle[..<first])
    }
}
