import FleetExecution

/// A host that could be examined.
struct ExaminedHost: Sendable {
    /// What it says of itself.
    let findings: HostFindings
    /// How far its clock is from ours.
    let clock: ClockSkew?
    /// Whether it has SFTP; `nil` where the server opened no channel to find out.
    let hasSFTP: Bool?
    /// Whether sudo is told a password there.
    let hasSudoPassword: Bool
}
