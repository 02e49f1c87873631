public import FleetExecution

/// A host that is reached over SSH by libssh2.
public struct SSHHost: RemoteHost {
    private let endpoint: SSHEndpoint
    private let eventLoops: SSHEventLoops

    /// Creates a host whose connections live on `eventLoops`.
    public init(endpoint: SSHEndpoint, eventLoops: SSHEventLoops) {
        self.endpoint = endpoint
        self.eventLoops = eventLoops
    }

    /// Connects and logs in, within the endpoint's connect timeout.
    ///
    /// - Throws: ``TransportError``; `.cancelled` when the task was. No connection is left behind then.
    public func connect() async throws(TransportError) -> any RemoteConnection {
        let connection = try await opened(to: .authenticated)
        return ConnectionHandle(connection, notices: await connection.notices)
    }

    /// Connects to the port and hangs up: whether anything listens there, SSH or not.
    ///
    /// - Throws: ``TransportError``, within the endpoint's connect timeout.
    public func reachPort() async throws(TransportError) {
        await (try opened(to: .connected)).close()
    }

    /// Opens a connection as far as `extent` says, and leaves none behind when the task is cancelled.
    func opened(
        to extent: SSHConnection.Extent
    ) async throws(TransportError) -> SSHConnection {
        let connection = SSHConnection(
            endpoint: endpoint, loop: eventLoops.next(), lookups: eventLoops.lookups)
        let result: Result<Void, TransportError> = await withTaskCancellationHandler {
            do throws(TransportError) {
                return .success(try await connection.open(to: extent))
            } catch {
                return .failure(error)
            }
        } onCancel: {
            connection.abort(TransportError(.cancelled, "connecting was cancelled"))
        }
        try result.get()
        return connection
    }
}
