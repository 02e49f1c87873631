public import FleetExecution
public import SSHTransport

/// A host that is reached by the system's `ssh` program: with what it alone can do, such as keys on hardware,
/// certificates, Kerberos, and programs that make the connection.
public struct OpenSSHHost: RemoteHost {
    private let endpoint: OpenSSHEndpoint
    private let eventLoops: SSHEventLoops

    /// Creates a host whose connections' pipes live on `eventLoops`.
    public init(endpoint: OpenSSHEndpoint, eventLoops: SSHEventLoops) {
        self.endpoint = endpoint
        self.eventLoops = eventLoops
    }

    /// Starts an `ssh` and waits until it is logged in, within the endpoint's connect timeout.
    ///
    /// - Throws: ``TransportError``; `.cancelled` when the task was. No `ssh` is left behind then.
    public func connect() async throws(TransportError) -> any RemoteConnection {
        let master = try await OpenSSHMaster(endpoint, loop: eventLoops.nextLoop())
        try await master.open()
        return OpenSSHConnection(master, notices: await master.notices)
    }
}
