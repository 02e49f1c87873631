import FleetExecution
import NIOCore

/// What the users of a connection hold; when the last of them lets go, the connection is closed.
final class ConnectionHandle: RemoteConnection {
    /// What the operator should know once about this connection.
    let notices: [String]
    private let connection: SSHConnection

    /// Wraps a connection that has been opened.
    init(_ connection: SSHConnection, notices: [String]) {
        self.connection = connection
        self.notices = notices
    }

    deinit { connection.abort(TransportError(.lost, "nobody uses the connection")) }

    func start(_ command: RemoteCommand) async throws(TransportError) -> any RemoteProcess {
        let id = try await connection.start(command)
        return SSHProcess(handle: self, connection: connection, id: id)
    }

    func openFiles() async throws(TransportError) -> (any FileTransfer)? {
        let id: CommandID
        do throws(TransportError) {
            id = try await connection.startSubsystem(SFTPFiles.subsystem)
        } catch  where error.code == .commandRefused {
            return nil
        }
        let channel = SSHProcess(handle: self, connection: connection, id: id)
        return try await SFTPFiles.open(SFTPSession(on: channel, loop: connection.loop))
    }

    var isOpen: Bool { get async { await connection.isOpen } }

    func close() async { await connection.close() }
}

/// A command that runs on a host.
final class SSHProcess: RemoteProcess {
    /// Keeps the connection open.
    private let handle: ConnectionHandle
    /// The connection that it runs over.
    let connection: SSHConnection
    /// Its number on the connection.
    let id: CommandID

    init(handle: ConnectionHandle, connection: SSHConnection, id: CommandID) {
        self.handle = handle
        self.connection = connection
        self.id = id
    }

    deinit {
        let id = id
        let connection = connection
        connection.loop.execute { connection.assumeIsolated { $0.closeCommand(id) } }
    }

    func next() async throws(TransportError) -> RemoteOutput { try await connection.next(of: id) }

    func send(_ bytes: [UInt8]) async throws(TransportError) {
        try await connection.send(bytes, to: id)
    }

    func finishInput(with last: [UInt8]) async {
        await connection.finishInput(of: id, with: last)
    }

    func close() async { await connection.closeCommand(id) }
}
