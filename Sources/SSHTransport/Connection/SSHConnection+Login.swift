import FleetExecution
import NIOCore

extension SSHConnection {
    /// How far a connection is opened.
    enum Extent {
        /// Up to the TCP connection.
        case connected
        /// All the way.
        case authenticated
    }

    /// Connects the socket, shakes hands, checks the host's key and authenticates, in this order.
    ///
    /// - Throws: What went wrong, within the endpoint's connect timeout. Nothing is left open then.
    func open(to extent: Extent = .authenticated) async throws(TransportError) {
        let timeout = loop.scheduleTask(in: TimeAmount(endpoint.connectTimeout)) {
            self.assumeIsolated { $0.loginTimedOut() }
        }
        defer { timeout.cancel() }
        do {
            try await connectSocket()
            guard extent == .authenticated else { return }
            try await shakeHands()
            try await checkHostKey()
            try await authenticate()
        } catch {
            fail(error)
            throw error
        }
        wire.forgetPrelude()
        beginWatching()
    }

    private func shakeHands() async throws(TransportError) {
        step = .banner
        let known = endpoint.hostKeys.knownHosts.algorithms(for: endpoint.machine)
        // The types that are known for this host first: another type would look like an unknown host.
        let asked = known.flatMap(\.negotiated).filter(Algorithms.hostKeys.contains)
        let others = Algorithms.hostKeys.filter { !asked.contains($0) }
        guard let session = Session(wire: wire, hostKeyAlgorithms: asked + others) else {
            throw TransportError(.lost, "libssh2 could not be started: out of memory")
        }
        self.session = session
        do throws(TransportError) {
            try await complete { [self] _ -> CallResult<Void> in
                defer { if wire.hasBanner { step = .keyExchange } }
                if let answer = wire.endlessAnswer {
                    return .refused(TransportError(.notSSH, Wire.notSSH(answer)))
                }
                return session.handshake()
            }
        } catch {
            throw handshakeFailure(error)
        }
    }

    private func checkHostKey() async throws(TransportError) {
        step = .hostKey
        guard let key = session?.hostKey else {
            throw TransportError(.notSSH, "the server showed no host key")
        }
        let machine = endpoint.machine
        let check = endpoint.hostKeys
        if let notice = try await check.knownHosts.verify(key, of: machine, policy: check.policy) {
            notices.append(notice)
        }
        // The look into the file may have outlived the connection.
        if let ended { throw ended }
    }

    private func loginTimedOut() {
        if step == .banner, let answer = wire.foreignAnswer {
            return fail(TransportError(.notSSH, Wire.notSSH(answer)))
        }
        let limit = endpoint.connectTimeout.inWords
        fail(
            TransportError(
                step.silenceCode, "no answer within \(limit) while waiting for \(step.awaited)"))
    }
}
