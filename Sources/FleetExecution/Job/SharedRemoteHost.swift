/// One host whose jobs share a connection: the first to need it makes it, and it stays open between them.
///
/// Where the server opens no further channel on a connection (`MaxSessions 1`), a job gets a connection of its
/// own, so that a limit on sessions only costs logins. An actor because the connection needs one owner.
package actor SharedRemoteHost: RemoteHost {
    private typealias Attempt = Result<any RemoteConnection, TransportError>

    private let host: any RemoteHost
    private var connection: (any RemoteConnection)?
    private var isConnecting = false
    private var waiters: [CheckedContinuation<Attempt, Never>] = []

    /// Shares connections to `host`.
    package init(_ host: any RemoteHost) { self.host = host }

    /// Gives the open connection, or makes one; attempts at the same time share one outcome.
    package func connect() async throws(TransportError) -> any RemoteConnection {
        if let connection, await connection.isOpen {
            return SharedConnection(connection, notices: [], host: host)
        }
        if isConnecting {
            let attempt = await withCheckedContinuation { waiters.append($0) }
            return SharedConnection(try attempt.get(), notices: [], host: host)
        }
        isConnecting = true
        let broken = connection
        connection = nil
        await broken?.close()
        let attempt: Attempt
        do throws(TransportError) {
            attempt = .success(try await host.connect())
        } catch {
            attempt = .failure(error)
        }
        isConnecting = false
        for waiter in waiters { waiter.resume(returning: attempt) }
        waiters = []
        let made = try attempt.get()
        connection = made
        return SharedConnection(made, notices: made.notices, host: host)
    }

    /// Closes the connection; called when no job of the host is left.
    package func release() async {
        await connection?.close()
        connection = nil
    }
}

/// One job's use of a shared connection.
private actor SharedConnection: RemoteConnection {
    /// The notices of the connection, for the job that caused it alone.
    nonisolated let notices: [String]
    private let shared: any RemoteConnection
    private let host: any RemoteHost
    private var own: (any RemoteConnection)?

    init(_ shared: any RemoteConnection, notices: [String], host: any RemoteHost) {
        self.shared = shared
        self.notices = notices
        self.host = host
    }

    var isOpen: Bool {
        get async { await (own ?? shared).isOpen }
    }

    func start(_ command: RemoteCommand) async throws(TransportError) -> any RemoteProcess {
        if let own { return try await own.start(command) }
        do throws(TransportError) {
            return try await shared.start(command)
        } catch  where error.code == .channelRefused {
            let made = try await host.connect()
            own = made
            return try await made.start(command)
        }
    }

    func openFiles() async throws(TransportError) -> (any FileTransfer)? {
        if let own { return try await own.openFiles() }
        do throws(TransportError) {
            return try await shared.openFiles()
        } catch  where error.code == .channelRefused {
            let made = try await host.connect()
            own = made
            return try await made.openFiles()
        }
    }

    /// Closes what this job alone used; the shared connection stays for the host's other jobs.
    func close() async {
        await own?.close()
        own = nil
    }
}
