public import FleetCore

/// What `defaults` says about a run as a whole: `nil` means that it says nothing.
public struct FleetSettings: Hashable, Sendable {
    /// How many hosts are worked on at once.
    public var fanout: Placed<Int>?
    /// How many hosts each batch has; the last one holds for all further batches.
    public var serial: Placed<[HostShare]>?
    /// How many hosts may fail before nothing more is started.
    public var maxFail: Placed<HostShare>?
    /// How the output is shown.
    public var output: Placed<OutputMode>?
    /// The folder for runs, in place of the state folder.
    public var logDir: Placed<String>?

    /// Creates settings that say nothing.
    public init() {}

    /// These settings, and where they say nothing, those of `base`.
    public func over(_ base: FleetSettings) -> FleetSettings {
        var result = self
        result.fanout = fanout ?? base.fanout
        result.serial = serial ?? base.serial
        result.maxFail = maxFail ?? base.maxFail
        result.output = output ?? base.output
        result.logDir = logDir ?? base.logDir
        return result
    }
}
