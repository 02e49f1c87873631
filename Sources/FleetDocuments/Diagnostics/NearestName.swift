/// Finds the name that was probably meant.
package enum NearestName {
    /// The name out of `names` that is reached from `written` with the fewest changes, if one is near.
    ///
    /// Near is one change in three letters at most, and always one. The first of equals wins.
    static func nearest(to written: String, in names: some Sequence<String>) -> String? {
        let typed = Array(written.lowercased().unicodeScalars)
        // What is longer is no slip of the finger; and it bounds the table.
        guard 1...64 ~= typed.count else { return nil }
        var best: (name: String, distance: Int)?
        for name in names {
            let limit = best.map { $0.distance - 1 } ?? max(typed.count / 3, 1)
            let candidate = Array(name.lowercased().unicodeScalars)
            guard abs(candidate.count - typed.count) <= limit else { continue }
            let distance = distance(typed, candidate)
            if distance <= limit { best = (name, distance) }
            if distance == 0 { break }
        }
        return best?.name
    }

    /// `did you mean 'web'?`, or `otherwise` where no name is near.
    package static func suggestion(
        for written: String, in names: some Sequence<String>, otherwise: @autoclosure () -> String
    ) -> String {
        nearest(to: written, in: names).map { "did you mean '\($0)'?" } ?? otherwise()
    }

    /// Insertions, deletions, substitutions and swaps of neighbours, each counted once.
    ///
    /// - Source: optimal string alignment distance (Damerau 1964, restricted).
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            current.reserveCapacity(right.count + 1)
            for column in right.indices {
                let isSame = left[row] == right[column]
                var cost = min(
                    last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
