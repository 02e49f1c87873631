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

    /// Connects and logs in, within the endpoint's connect timeout; behind jump hosts, each of them has its own
    /// before, and the time doesn't run while it is another host's turn there.
    ///
    /// - Throws: ``TransportError``; `.cancelled` when the task was. No connection is left behind then.
    public func connect() async throws(TransportError) -> any RemoteConnection {
        let connection = try await opened(to: .authenticated)
        return ConnectionHandle(connection, notices: await connection.allNotices)
    }

    /// Connects to the port and hangs up: whether anything listens there, SSH or not.
    ///
    /// - Throws: ``TransportError``, within the endpoint's connect timeout.
    public func reachPort() async throws(TransportError) {
        await (try opened(to: .connected)).close()
    }

    /// Opens a connection of the host's own as far as `extent` says, over the shared one of its jump host if it has one;
    /// leaves none behind when the task is cancelled.
    func opened(
        to extent: SSHConnection.Extent
    ) async throws(TransportError) -> SSHConnection {
        var seat: JumpSeat?
        if let jumpHost = endpoint.jumpHost {
            seat = try await eventLoops.jumpHosts.host(at: jumpHost).seat(on: eventLoops)
        }
        let connection = SSHConnection(
            endpoint: endpoint, loop: seat?.connection.loop ?? eventLoops.next(),
            lookups: eventLoops.lookups, seat: seat)
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
