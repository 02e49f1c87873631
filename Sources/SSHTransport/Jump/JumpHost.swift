import FleetExecution

/// A host that others are reached through: it is connected to once, and all that are behind it share that.
///
/// libssh2 waits for one reply at a time, and a tunnel's comes when the machine behind has answered the jump host.
/// So tunnels are opened one after the other, and where one takes long, the others go on over a further
/// connection: a machine that never answers holds up nobody for more than ``patience``.
actor JumpHost {
    /// How long a tunnel may take to open before another connection is made for those that wait.
    static let patience: Duration = .seconds(2)
    /// How many connections there may be at once: so many machines may be silent at the same time.
    static let mostConnections = 8
    /// For how long a connection that carries nothing is kept: batches have pauses.
    static let linger: Duration = .seconds(5)

    private struct Shared {
        let connection: SSHConnection
        /// What the operator should know; told to the first who sits there.
        var notices: [String]
        var seats = 0
        /// Since when a tunnel is being opened, if one is.
        var busySince: ContinuousClock.Instant?
    }

    private struct Waiter {
        let id: Int
        let eventLoops: SSHEventLoops
        let continuation: CheckedContinuation<Result<JumpSeat, TransportError>, Never>
    }

    private let endpoint: SSHEndpoint
    private var shared: [Shared] = []
    private var waiters: [Waiter] = []
    private var lastWaiter = 0
    private var isConnecting = false
    private var isWatching = false
    /// When connecting failed last.
    private var lastFailure: ContinuousClock.Instant?

    /// Creates the jump host at `endpoint`, which is not connected to yet.
    init(_ endpoint: SSHEndpoint) { self.endpoint = endpoint }

    /// Waits for a connection, and for the turn to have a tunnel opened over it.
    ///
    /// - Throws: Why the jump host can't be got into, or `.cancelled`.
    func seat(on eventLoops: SSHEventLoops) async throws(TransportError) -> JumpSeat {
        lastWaiter += 1
        let id = lastWaiter
        return try await withTaskCancellationHandler {
            await wait(id, eventLoops)
        } onCancel: {
            Task { await self.abandon(id) }
        }.get()
    }

    private func wait(
        _ id: Int, _ eventLoops: SSHEventLoops
    ) async -> Result<JumpSeat, TransportError> {
        await withCheckedContinuation { continuation in
            guard !Task.isCancelled else {
                return continuation.resume(returning: .failure(JumpHost.cancelled))
            }
            waiters.append(Waiter(id: id, eventLoops: eventLoops, continuation: continuation))
            serve()
        }
    }

    private func abandon(_ id: Int) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        waiters.remove(at: index).continuation.resume(returning: .failure(JumpHost.cancelled))
    }

    private static let cancelled = TransportError(.cancelled, "connecting was cancelled")

    /// Gives seats to those that wait, in their order, and sees to further connections where they are needed.
    private func serve() {
        while let waiter = waiters.first,
            let index = shared.firstIndex(where: { $0.busySince == nil })
        {
            waiters.removeFirst()
            shared[index].busySince = .now
            shared[index].seats += 1
            let notices = shared[index].notices
            shared[index].notices = []
            let seat = JumpSeat(shared[index].connection, notices: notices, of: self)
            waiter.continuation.resume(returning: .success(seat))
        }
        guard let waiter = waiters.first else { return }
        if shared.isEmpty { connect(waiter.eventLoops) } else { watch() }
    }
}

// MARK: - Connections

extension JumpHost {
    private func connect(_ eventLoops: SSHEventLoops) {
        guard !isConnecting else { return }
        isConnecting = true
        Task {
            do throws(TransportError) {
                let host = SSHHost(endpoint: endpoint, eventLoops: eventLoops)
                let connection = try await host.opened(to: .authenticated)
                await joined(connection)
            } catch {
                refused(error)
            }
        }
    }

    private func joined(_ connection: SSHConnection) async {
        let notices = await connection.noticesOfJumpHost
        isConnecting = false
        shared.append(Shared(connection: connection, notices: notices))
        await connection.whenEnded { Task { await self.drop(connection) } }
        serve()
        if let index = index(of: connection), shared[index].seats == 0 { closeLater(connection) }
    }

    /// The jump host isn't got into: that is told to all who have no other way.
    private func refused(_ error: TransportError) {
        isConnecting = false
        lastFailure = .now
        guard shared.isEmpty else { return watch() }
        let meaning = TransportError(
            error.code, "jump host '\(endpoint.title)': \(error.message)")
        for waiter in waiters { waiter.continuation.resume(returning: .failure(meaning)) }
        waiters.removeAll()
    }

    /// Makes a further connection when all of them have been busy with one tunnel for long.
    private func watch() {
        guard !isWatching, !isConnecting, shared.count < JumpHost.mostConnections,
            let youngest = shared.compactMap(\.busySince).max()
        else { return }
        isWatching = true
        Task {
            // Not cancelled by anyone.
            let since = max(youngest, lastFailure ?? youngest)
            try? await Task.sleep(until: since + JumpHost.patience, clock: .continuous)
            isWatching = false
            guard let waiter = waiters.first else { return }
            let isStuck = shared.allSatisfy { $0.busySince.map { $0 <= youngest } ?? false }
            if isStuck { connect(waiter.eventLoops) } else { serve() }
        }
    }

    /// The turn to have a tunnel opened over `connection` is free again.
    func takeTurn(on connection: SSHConnection) {
        guard let index = index(of: connection) else { return }
        shared[index].busySince = nil
        serve()
    }

    /// One who sat there is gone.
    func leave(_ connection: SSHConnection) {
        guard let index = index(of: connection) else { return }
        shared[index].seats -= 1
        if shared[index].seats == 0 { closeLater(connection) }
    }

    private func closeLater(_ connection: SSHConnection) {
        Task {
            // Not cancelled by anyone.
            try? await Task.sleep(for: JumpHost.linger)
            guard let index = index(of: connection), shared[index].seats == 0 else { return }
            shared.remove(at: index)
            await connection.close()
        }
    }

    /// A connection has ended: it is nobody's any more.
    private func drop(_ connection: SSHConnection) {
        guard let index = index(of: connection) else { return }
        shared.remove(at: index)
        serve()
    }

    private func index(of connection: SSHConnection) -> Int? {
        shared.firstIndex { $0.connection === connection }
    }

    /// Closes all connections.
    func close() async {
        let all = shared.map(\.connection)
        shared.removeAll()
        for connection in all { await connection.close() }
    }
}
