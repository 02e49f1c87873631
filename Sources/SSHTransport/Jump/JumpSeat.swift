/// The right of one connection to run through a jump host: first its turn to have a tunnel opened, then a share of
/// the jump host's connection, which is closed some time after the last of them is gone.
final class JumpSeat: Sendable {
    /// The connection to the jump host.
    let connection: SSHConnection
    /// What the operator should know once about it.
    let notices: [String]
    private let host: JumpHost

    init(_ connection: SSHConnection, notices: [String], of host: JumpHost) {
        self.connection = connection
        self.notices = notices
        self.host = host
    }

    deinit { Task { [host, connection] in await host.leave(connection) } }

    /// Lets the next one open a tunnel.
    func giveTurn() { Task { [host, connection] in await host.takeTurn(on: connection) } }
}
