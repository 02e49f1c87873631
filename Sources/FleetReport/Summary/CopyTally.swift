/// The files that a job, or all jobs of a run, copied.
public struct CopyTally: Hashable, Sendable, Codable {
    /// Files that were copied to hosts.
    public internal(set) var pushed = 0
    /// Files that were copied from hosts.
    public internal(set) var fetched = 0
    /// Files that needed no copying.
    public internal(set) var equal = 0

    /// Creates the tally of no files.
    public init() {}

    /// Whether there was no file.
    public var isEmpty: Bool { self == CopyTally() }

    mutating func add(_ other: CopyTally) {
        pushed += other.pushed
        fetched += other.fetched
        equal += other.equal
    }
}
