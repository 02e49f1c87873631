/// The identity of one job within its run: one step on one host.
public struct JobID: Hashable, Sendable, CustomStringConvertible {
    /// The host.
    public let host: HostID
    /// The step.
    public let step: StepID

    /// Creates the identity of `step` on `host`.
    public init(host: HostID, step: StepID) {
        self.host = host
        self.step = step
    }

    /// `host/step`.
    public var description: String { "\(host)/\(step)" }
}
