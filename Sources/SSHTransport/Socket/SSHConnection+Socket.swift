import FleetCore
import FleetExecution
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension SSHConnection {
    /// Connects to the machine, whichever of its addresses answers first.
    func connectSocket() async throws(TransportError) {
        let machine = endpoint.machine
        let bootstrap = try socketBootstrap()
        let connecting: EventLoopFuture<any Channel>
        // "fe80::1%eth0" isn't taken here; it goes through the resolver, which knows interfaces.
        if let address = try? SocketAddress(
            ipAddress: machine.address, port: Int(machine.port))
        {
            step = .connecting
            connecting = bootstrap.connect(to: address)
        } else {
            connecting =
                bootstrap
                .resolver(NameResolver(pool: lookups, loop: loop))
                .connect(host: machine.address, port: Int(machine.port))
        }
        connecting.whenComplete { result in
            self.assumeIsolated { $0.socketArrived(result) }
        }
        try await awaitArrival()
    }

    /// Waits for what is to carry the bytes.
    func awaitArrival() async throws(TransportError) {
        try await complete { [self] _ -> CallResult<Void> in
            switch arrival {
            case nil: return .wouldBlock
            case .failure(let error): return .refused(error)
            case .success: return .done(())
            }
        }
    }

    private func socketBootstrap() throws(TransportError) -> ClientBootstrap {
        let liveness = endpoint.liveness
        let milliseconds = Int(
            (liveness.quiet + liveness.patience).seconds * 1_000)
        func tcp(_ name: Int32) -> ChannelOptions.Types.SocketOption {
            ChannelOptions.socket(SocketOptionLevel(IPPROTO_TCP), name)
        }
        var bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(endpoint.connectTimeout))
            .channelOption(.autoRead, value: false)
            .channelOption(tcp(TCP_NODELAY), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
        if let address = endpoint.bindAddress {
            bootstrap = bootstrap.bind(to: try localAddress(address))
        }
        #if canImport(Glibc)
            // A dead network: the kernel asks after 2 s of silence, every second.
            return
                bootstrap
                .channelOption(tcp(TCP_KEEPIDLE), value: 2)
                .channelOption(tcp(TCP_KEEPINTVL), value: 1)
                .channelOption(tcp(TCP_KEEPCNT), value: 3)
                .channelOption(tcp(TCP_USER_TIMEOUT), value: milliseconds)
        #else
            return bootstrap
        #endif
    }

    /// The end of the socket on this side.
    private func localAddress(_ address: String) throws(TransportError) -> SocketAddress {
        guard let local = try? SocketAddress(ipAddress: address, port: 0) else {
            throw TransportError(
                .noRoute, "the bind address '\(address)' is no numeric IPv4 or IPv6 address")
        }
        return local
    }

    /// The socket is there, or will not be.
    private func socketArrived(_ result: Result<any Channel, any Error>) {
        defer { turn() }
        do {
            let channel = try result.get()
            guard ended == nil else { return channel.close(promise: nil) }
            socket = SocketCarrier(channel: channel)
            try channel.pipeline.syncOperations.addHandler(SocketHandler(self))
            arrival = .success(())
            readMore()
        } catch {
            arrival = .failure(connectFailure(error))
        }
    }

    /// What the failure to connect means.
    private func connectFailure(_ error: any Error) -> TransportError {
        guard let error = error as? NIOConnectionError else { return socketFailure(error) }
        if let failure = error.connectionErrors.first { return socketFailure(failure.error) }
        let name = endpoint.machine.address
        guard let lookup = (error.dnsAAAAError ?? error.dnsAError) as? NameLookupError else {
            return TransportError(.nameUnknown, "the name '\(name)' has no address")
        }
        if lookup.isTemporary {
            return TransportError(
                .nameServerSilent,
                "no name server answers for '\(name)' (\(lookup.message)); is the network up?")
        }
        return TransportError(
            .nameUnknown,
            "the name '\(name)' is unknown (\(lookup.message)); give the host an 'address'")
    }

    /// What a failure of the socket means before there is a connection.
    private func socketFailure(_ error: any Error) -> TransportError {
        let machine = endpoint.machine
        if case ChannelError.connectTimeout = error {
            return TransportError(
                .timedOut,
                "no answer within \(endpoint.connectTimeout.inWords)"
                    + " while waiting for \(LoginStep.connecting.awaited)")
        }
        // Let in and thrown out at once: a busy server, or a link that broke just then. Later may do.
        let dropped = TransportError(
            .dropped, "the server at \(machine) hung up as soon as the connection was made")
        if error is ChannelError { return dropped }
        guard let error = error as? IOError else { return TransportError(.noRoute, "\(error)") }
        switch error.errnoCode {
        case ECONNRESET: return dropped
        case ECONNREFUSED:
            return TransportError(
                .refused,
                "port \(machine.port) refuses connections; is an SSH server running there?")
        case EADDRNOTAVAIL where endpoint.bindAddress != nil:
            return TransportError(
                .noRoute,
                "nothing can be sent from the bind address '\(endpoint.bindAddress ?? "")';"
                    + " is it one of this machine's?")
        case ETIMEDOUT:
            return TransportError(.timedOut, "no answer from \(machine)")
        case let code:
            return TransportError(
                .noRoute, "\(machine) can't be reached: \(String(cString: strerror(code)))")
        }
    }

    /// What the end of the socket means.
    func endOfSocket(_ error: (any Error)?) -> TransportError {
        if let farewell = wire.farewell {
            return TransportError(.lost, "the server hung up: \(farewell)")
        }
        guard let error = error as? IOError else {
            return TransportError(.lost, "the server closed the connection")
        }
        return TransportError(
            .lost, "the connection broke: \(String(cString: strerror(error.errnoCode)))")
    }
}
