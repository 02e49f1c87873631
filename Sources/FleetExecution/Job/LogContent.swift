/// What a log holds, as far as resuming needs it: how much, and its checksum.
public struct LogContent: Hashable, Sendable {
    private(set) var tally = OutputTally()
    private(set) var checksum = PosixChecksum()

    /// Creates the content of an empty log.
    public init() {}

    /// Takes in the next bytes of the log.
    public mutating func add(_ bytes: [UInt8]) {
        tally.count(bytes[...])
        checksum.update(bytes)
    }
}

/// The checksums of what is in a job's logs here, up to the offsets from which more is asked for.
package struct LogPrefixes: Hashable, Sendable {
    /// That of standard output's log.
    package var checksum: UInt32
    /// That of standard error's log; of nothing where it isn't kept apart.
    package var errorChecksum: UInt32

    /// Creates the checksums.
    package init(checksum: UInt32, errorChecksum: UInt32) {
        self.checksum = checksum
        self.errorChecksum = errorChecksum
    }
}
