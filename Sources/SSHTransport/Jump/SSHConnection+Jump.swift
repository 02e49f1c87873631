import FleetExecution

/// What a connection behind a jump host does.
extension SSHConnection {
    /// What the operator should know once about it and about the way to it.
    var allNotices: [String] { (seat?.notices ?? []) + notices }

    /// The same for those that run through it.
    var noticesOfJumpHost: [String] {
        (seat?.notices ?? []) + notices.map { "jump host '\(endpoint.title)': \($0)" }
    }

    /// Has the jump host connect to the machine.
    func connect(through seat: JumpSeat) async throws(TransportError) {
        step = .tunnelling
        defer { seat.giveTurn() }
        askForTunnel(over: seat.connection)
        try await awaitArrival()
    }

    private func askForTunnel(over jumpHost: SSHConnection) {
        let machine = endpoint.machine
        socket = jumpHost.assumeIsolated { $0.openTunnel(to: machine, for: self) }
    }

    /// The tunnel is there.
    func tunnelArrived() {
        arrival = .success(())
        readMore()
        turn()
    }

    /// The tunnel has ended, or will not be there; without an error, because the host has closed it.
    func tunnelEnded(_ error: TransportError?) {
        guard arrival != nil else {
            arrival = .failure(error ?? endOfSocket(nil))
            return turn()
        }
        // First everything that arrived before the end.
        turn()
        fail(error ?? endOfSocket(nil))
    }

    /// The jump host is gone, and the tunnel with it.
    func jumpHostLost(_ name: String, _ error: TransportError) {
        // During the login, a loss would be taken for the host's own.
        let code: TransportError.Code = wire.prelude == nil ? .lost : .dropped
        tunnelEnded(
            TransportError(code, "the connection to jump host '\(name)' is lost: \(error.message)"))
    }
}
