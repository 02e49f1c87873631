/// How to get to a host.
public enum TransportName: String, Hashable, Sendable, CaseIterable {
    /// Whatever the host needs: `ssh` where it can, else `openssh`.
    case auto
    /// Flotilla's own SSH.
    case ssh
    /// The system's `ssh` program.
    case openssh
    /// No connection: this machine.
    case local
}
