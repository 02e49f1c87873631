import FleetCore
import FleetExecution
import NIOCore

/// What the connection to a jump host does for those that it carries.
extension SSHConnection {
    /// Has the host connect to `machine`; `connection` is told of all that comes of it.
    ///
    /// Nothing else may be asked of the host meanwhile, which waits for as long as the other machine does.
    func openTunnel(to machine: Machine, for connection: SSHConnection) -> Tunnel {
        let id = nextID()
        let window = connection.endpoint.window
        let tunnel = Tunnel(jumpHost: self, id: id)
        if let ended {
            connection.assumeIsolated { $0.jumpHostLost(endpoint.title, ended) }
            return tunnel
        }
        tunnels[id] = RunningTunnel(connection: connection)
        var isAsked = false
        inBackground(isRequest: true) { [self] in
            // Where there is none any more, all tunnels are told.
            guard let session, ended == nil else { return true }
            guard tunnels[id] != nil else {
                if isAsked { giveUpTunnel(to: machine, window) }
                return true
            }
            isAsked = true
            openingTunnel = id
            switch session.openTunnel(to: machine, window: window) {
            case .wouldBlock: return false
            case .done(let channel): carry(id, over: channel)
            case .refused(let error): end(id, error)
            case .failed(let error):
                if error.isConnectionFailure, !error.isTimeout {
                    fail(meaning(of: error))
                } else {
                    end(id, refusal(of: machine, error))
                }
            }
            openingTunnel = nil
            return true
        }
        return tunnel
    }

    /// Has libssh2 wait no longer for the host's reply, so that other tunnels can be opened.
    ///
    /// Its call ends when the bytes do, as it would by its own timeout of 60 s. A late reply is for nobody: no
    /// channel is numbered like another one before it.
    private func giveUpTunnel(to machine: Machine, _ window: Int) {
        openingTunnel = nil
        wire.isDeaf = true
        let result = session?.openTunnel(to: machine, window: window)
        wire.isDeaf = false
        if case .done(let channel) = result { release(channel) }
    }

    private func refusal(of machine: Machine, _ error: LibSSH2Error) -> TransportError {
        let name = endpoint.title
        if error.isTimeout {
            return TransportError(
                .timedOut, "jump host '\(name)' gets no answer from \(machine)")
        }
        if error.message.contains("prohibited") {
            return TransportError(
                .channelRefused,
                "jump host '\(name)' may not connect to \(machine): its sshd_config forbids it"
                    + " (AllowTcpForwarding, PermitOpen, DisableForwarding)")
        }
        return TransportError(
            .refused,
            "jump host '\(name)' can't connect to \(machine) (\(error.message)); does an SSH server"
                + " run there, and does the jump host know the address?")
    }

    private func carry(_ id: CommandID, over channel: SessionChannel) {
        guard let connection = tunnels[id]?.connection else { return release(channel) }
        commands[id] = RunningCommand(channel: channel, input: [], endsInput: false)
        inBackground { [self] in carrySome(id, channel) }
        connection.assumeIsolated { $0.tunnelArrived() }
    }

    /// Hands over what has arrived, as long as it is asked for; returns whether that was all there will be.
    private func carrySome(_ id: CommandID, _ channel: SessionChannel) -> Bool {
        tunnels[id]?.isCarrying = true
        defer { tunnels[id]?.isCarrying = false }
        while let tunnel = tunnels[id], tunnel.wantsBytes {
            let buffer = ReadBuffer.ofThisThread
            switch channel.read(.output, into: buffer.bytes) {
            case .done(let count) where count > 0:
                tunnels[id]?.wantsBytes = false
                var bytes = ByteBuffer(bytes: buffer.first(count))
                tunnel.connection.assumeIsolated { connection in
                    connection.received(&bytes)
                    connection.turn()
                    connection.readMore()
                }
            case .done, .wouldBlock:
                guard channel.isAtEnd else { return false }
                end(id, nil)
            case .failed(let error): fail(meaning(of: error))
            case .refused(let error): end(id, error)
            }
        }
        return tunnels[id] == nil
    }

    /// Asks for bytes once.
    func read(from id: CommandID) {
        tunnels[id]?.wantsBytes = true
        if tunnels[id]?.isCarrying == false { turn() }
    }

    /// Sends `bytes` when the host takes them.
    func send(_ bytes: [UInt8], through id: CommandID) {
        commands[id]?.input.append(bytes)
        if let waiting = commands[id]?.waiting, waiting >= Wire.outboundLimit {
            tunnels[id]?.waitsForRoom = true
        }
        feed(id)
    }

    /// Tells the connection behind that it may send again, where it waits for that.
    func tellOfRoom(in id: CommandID) {
        guard let tunnel = tunnels[id], tunnel.waitsForRoom, let command = commands[id],
            command.waiting < Wire.outboundLimit / 2
        else { return }
        tunnels[id]?.waitsForRoom = false
        tunnel.connection.assumeIsolated { $0.becameWritable() }
    }

    /// Closes a tunnel, or gives it up while it is being opened.
    func closeTunnel(_ id: CommandID) {
        guard tunnels.removeValue(forKey: id) != nil else { return }
        if commands[id] == nil { turn() } else { closeCommand(id) }
    }

    /// A tunnel has ended, or doesn't come to be.
    private func end(_ id: CommandID, _ error: TransportError?) {
        guard let connection = tunnels[id]?.connection else { return }
        closeTunnel(id)
        connection.assumeIsolated { $0.tunnelEnded(error) }
    }

    /// Ends all tunnels, because this connection has ended.
    func endTunnels(_ error: TransportError) {
        let all = tunnels.values.map(\.connection)
        tunnels.removeAll()
        for connection in all {
            connection.assumeIsolated { $0.jumpHostLost(endpoint.title, error) }
        }
    }
}
