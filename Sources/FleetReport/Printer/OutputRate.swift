package import FleetCore

/// How much output comes at present, in bytes a second; counted by the piece, so that a line costs nothing.
package struct OutputRate: Hashable, Sendable {
    /// Over how long it is taken: long enough to be read, short enough to be of now.
    private static let window = 5

    private var total: UInt64 = 0
    /// The total as it was at whole seconds, the latest last.
    private var marks: [Mark] = []
    /// When output came last.
    package private(set) var lastOutputAt: Timestamp?

    private struct Mark: Hashable {
        let time: Timestamp
        let total: UInt64
    }

    /// Creates the rate of no output.
    package init() {}

    /// Takes a piece of output into account.
    package mutating func add(_ bytes: Int, at now: Timestamp) {
        total += UInt64(bytes)
        lastOutputAt = now
    }

    /// The bytes a second at `now`; to be asked some times a second.
    package mutating func perSecond(at now: Timestamp) -> UInt64 {
        // A clock that was set back begins anew.
        if let last = marks.last, now < last.time { marks = [] }
        if marks.last.map({ now.duration(since: $0.time) >= .seconds(1) }) ?? true {
            marks.append(Mark(time: now, total: total))
            marks = marks.suffix(OutputRate.window + 1)
        }
        guard let first = marks.first, let last = marks.last, first.time < last.time else {
            return 0
        }
        let seconds = last.time.duration(since: first.time).seconds
        return UInt64((Double(last.total - first.total) / seconds).rounded())
    }
}
