import FleetExecution
import NIOCore

extension SSHConnection {
    /// How far a connection is opened.
    enum Extent {
        /// Up to the TCP connection, our own or a jump host's.
        case connected
        /// Up to the host's key, which isn't checked; the names are of the types that are asked for.
        case hostKeyShown([String])
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
            if let seat { try await connect(through: seat) } else { try await connectSocket() }
            switch extent {
            case .connected: return
            case .hostKeyShown(let types): return try await shakeHands(asking: types)
            case .authenticated: try await shakeHands(asking: wantedHostKeys)
            }
            try await checkHostKey()
            try await authenticate()
        } catch {
            fail(error)
            throw error
        }
        wire.forgetPrelude()
        beginWatching()
    }

    /// The types that are known for this host first: another type would look like an unknown host.
    private var wantedHostKeys: [String] {
        let known = endpoint.hostKeys.knownHosts.algorithms(for: endpoint.machine)
        let asked = known.flatMap(\.negotiated).filter(Algorithms.hostKeys.contains)
        return asked + Algorithms.hostKeys.filter { !asked.contains($0) }
    }

    private func shakeHands(asking hostKeys: [String]) async throws(TransportError) {
        step = .banner
        guard let session = Session(wire: wire, hostKeyAlgorithms: hostKeys) else {
            throw TransportError(.lost, "libssh2 could not be started: out of memory")
        }
        self.session = session
        do throws(TransportError) {
            try await complete { [self] _ -> CallResult<Void> in
                defer { if step == .banner, wire.hasBanner { step = .keyExchange } }
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
