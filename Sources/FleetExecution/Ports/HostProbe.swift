/// Finds out at which layer a host that is about to be given up is dead.
public protocol HostProbe: Sendable {
    /// Asks the host at each layer, once.
    ///
    /// - Returns: What is dead, in words; `nil` where scripts can be run on the host after all. Within the host's
    ///   connect timeout for each layer, always.
    func verdict() async -> String?
}
