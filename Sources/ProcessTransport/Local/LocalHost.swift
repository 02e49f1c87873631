public import FleetExecution
public import SSHTransport

/// This machine, without any connection: commands are its `sh`'s, as the operator.
public struct LocalHost: RemoteHost {
    private let home: String
    private let environment: [String: String]
    private let eventLoops: SSHEventLoops

    /// Creates the host whose commands' pipes live on `eventLoops`.
    ///
    /// - Parameters:
    ///   - home: Where commands begin.
    ///   - environment: The operator's variables; commands get those of them that a login would have.
    public init(home: String, environment: [String: String], eventLoops: SSHEventLoops) {
        self.home = home
        self.environment = LoginEnvironment.variables(of: environment, home: home)
        self.eventLoops = eventLoops
    }

    /// Always succeeds, unless the task was cancelled.
    public func connect() async throws(TransportError) -> any RemoteConnection {
        guard !Task.isCancelled else {
            throw TransportError(.cancelled, "connecting was cancelled")
        }
        return LocalConnection(
            home: home, environment: environment, loop: eventLoops.nextLoop())
    }
}
