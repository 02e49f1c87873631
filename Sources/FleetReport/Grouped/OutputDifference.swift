/// Where one output differs from another that is almost the same: the lines of both that the other has not.
package struct OutputDifference: Hashable, Sendable {
    /// A line that only one of them has.
    package enum Line: Hashable, Sendable {
        /// Of the output that is compared with.
        case missing(String)
        /// Of this output.
        case own(String)
    }

    /// The lines, in their order; of a place where both have some, those of the other come first.
    package let lines: [Line]

    /// The most lines of an output that is compared: comparing costs their number times that of the differences.
    package static let longest = 1_000
    /// The most lines that are worth being shown instead of the output.
    package static let most = 20

    /// Compares two outputs; `nil` where they are the same, too long, or differ so much that the output itself says
    /// more.
    package init?(of own: [String], from other: [String]) {
        let longest = OutputDifference.longest
        guard own.count <= longest, other.count <= longest,
            OutputDifference.haveMuchInCommon(own, other)
        else { return nil }
        let changes = own.difference(from: other)
        let isWorthIt = changes.count <= OutputDifference.most && changes.count * 2 <= own.count
        guard !changes.isEmpty, isWorthIt else { return nil }
        lines = OutputDifference.inOrder(changes)
    }

    /// How many lines differ: one that was replaced counts once.
    package var count: Int {
        let own = lines.count { if case .own = $0 { true } else { false } }
        return max(own, lines.count - own)
    }

    /// Whether half of the lines of each are in the other, wherever; quick to see, unlike the differences.
    private static func haveMuchInCommon(_ own: [String], _ other: [String]) -> Bool {
        var counts: [String: Int] = [:]
        for line in other { counts[line, default: 0] += 1 }
        var common = 0
        for line in own where counts[line, default: 0] > 0 {
            counts[line]? -= 1
            common += 1
        }
        return common * 2 >= max(own.count, other.count)
    }

    /// The changes by their place: what is missing stands where it was in the other, before what is there instead.
    private static func inOrder(_ changes: CollectionDifference<String>) -> [Line] {
        var lines: [Line] = []
        var removals = changes.removals[...]
        var insertions = changes.insertions[...]
        var removed = 0
        var inserted = 0
        while removals.first != nil || insertions.first != nil {
            // A place in the other, less what was removed before it, is the same place in this output, less what
            // was inserted before it.
            let next = removals.first.map { $0.offset - removed } ?? .max
            let nextOwn = insertions.first.map { $0.offset - inserted } ?? .max
            if next <= nextOwn, let change = removals.popFirst() {
                lines.append(.missing(change.line))
                removed += 1
            } else if let change = insertions.popFirst() {
                lines.append(.own(change.line))
                inserted += 1
            }
        }
        return lines
    }
}

extension CollectionDifference<String>.Change {
    fileprivate var offset: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }

    fileprivate var line: String {
        switch self {
        case .insert(_, let line, _), .remove(_, let line, _): line
        }
    }
}
