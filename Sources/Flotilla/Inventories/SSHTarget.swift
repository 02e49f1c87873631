import FleetCore
import FleetDocuments

/// What one would type behind `ssh` to get to a host.
struct SSHTarget: Hashable, Sendable {
    /// The address, or the name where there is none.
    let host: String
    var user: String?
    var port: UInt16?

    /// Names a host alone.
    init(host: String) { self.host = host }

    /// The target of a host; `nil` where `ssh` isn't to be asked about it.
    init?(_ host: InventoryHost) {
        guard host.settings.sshConfig?.value ?? true, host.settings.transport?.value != .local
        else { return nil }
        self.host = host.address
        user = host.settings.user?.value
        port = host.settings.port?.value
    }

    /// The words of a command line.
    var arguments: [String] {
        (user.map { ["-l", $0] } ?? []) + (port.map { ["-p", "\($0)"] } ?? []) + ["--", host]
    }
}
