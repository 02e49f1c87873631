package import FleetCore

/// When a host may start a job's script that has not been started as far as the host knows.
///
/// The host's knowledge is a folder, and a reboot may take it away: with a home in memory, or before the disk had it.
package enum Launch: Hashable, Sendable {
    /// Whenever: no earlier request for this start can have started it.
    case always
    /// Under this boot alone: it began before the first request for this start was made, so what that may have
    /// started is still known to the host.
    case under(BootIdentity)
    /// Not at all: the script is known to have been started, or may have been under another boot.
    case never
}
