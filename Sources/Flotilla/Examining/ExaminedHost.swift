import FleetExecution

/// A host that could be examined.
struct ExaminedHost: Sendable {
    /// What it says of itself.
    let findings: HostFindings
    /// How far its clock is from ours.
    let clock: ClockSkew?
    /// Whether it has SFTP.
    let files: Files
    /// Whether sudo is told a password there.
    let hasSudoPassword: Bool

    /// How files can be copied to and from a host.
    enum Files: Hashable, Sendable {
        /// By SFTP.
        case sftp
        /// There is no SFTP.
        case commands
        /// It is this machine, where nobody needs SFTP.
        case local
        /// Asking for SFTP came to this.
        case untold(String)
    }
}
