import FleetExecution
import NIOCore

/// A command's number; unique within its connection.
typealias CommandID = UInt64

/// A command that runs on a channel.
struct RunningCommand {
    /// Its channel.
    let channel: SessionChannel
    /// What is to be sent to its standard input, in order.
    ///
    /// An array stays where it is until all of it has been sent, as libssh2 needs, whatever is added behind.
    var input: [[UInt8]]
    /// How many bytes of the first array have been sent.
    var sent = 0
    /// Whether standard input ends behind them.
    var endsInput: Bool
    /// Whether somebody is sending them.
    var isFeeding = false
    /// How the command ended, once that is known.
    var exit: RemoteExit?

    /// How many bytes may wait here before more are taken; the channel's window is behind them.
    static let inputLimit = 262_144

    /// How many bytes wait to be sent.
    var waiting: Int { input.reduce(-sent) { $0 + $1.count } }

    /// Forgets what waits to be sent: nobody will take it.
    mutating func dropInput() {
        input.removeAll()
        sent = 0
    }
}

extension SSHConnection {
    /// Opens a channel and starts `command` on it.
    func start(_ command: RemoteCommand) async throws(TransportError) -> CommandID {
        try await start(.command, command)
    }

    /// Opens a channel and starts the subsystem `name` on it; its standard input stays open.
    func startSubsystem(_ name: String) async throws(TransportError) -> CommandID {
        try await start(.subsystem, RemoteCommand(text: name, endsInput: false))
    }

    private func start(
        _ program: SessionChannel.Program, _ command: RemoteCommand
    ) async throws(TransportError) -> CommandID {
        let id = nextID()
        var opened: SessionChannel?
        var isAsked = false
        return try await complete(
            isRequest: true,
            whenAbandoned: { [self] (id: CommandID) in closeCommand(id) }
        ) { [self] isAbandoned in
            if opened == nil {
                switch openChannel() {
                case .done(let channel): opened = channel
                case .wouldBlock: return .wouldBlock
                case .refused(let error): return .refused(error)
                case .failed(let error): return .failed(error)
                }
            }
            guard let channel = opened else { return .wouldBlock }
            if isAbandoned, !isAsked {
                // Nobody wants the command any more, and the host doesn't know of it yet.
                release(channel)
                return .refused(TransportError(.cancelled, "starting the command was cancelled"))
            }
            isAsked = true
            switch channel.run(program, command.text) {
            case .wouldBlock: return .wouldBlock
            case .refused(let error): return .refused(error)
            case .failed(let error):
                release(channel)
                if error.isConnectionFailure { return .failed(error) }
                return .refused(refusal(of: command, error))
            case .done:
                commands[id] = RunningCommand(
                    channel: channel, input: [command.input], endsInput: command.endsInput)
                feed(id)
                return .done(id)
            }
        }
    }

    private func openChannel() -> CallResult<SessionChannel> {
        guard let session, !watch.isGivingBack else { return .wouldBlock }
        let result = session.openChannel(window: endpoint.window)
        guard case .failed(let error) = result, !error.isConnectionFailure else { return result }
        // With MaxSessions 1, it may be our own question that holds the channel.
        if giveBackChannel() { return .wouldBlock }
        return .refused(
            TransportError(
                .channelRefused,
                "the server opens no further channel (\(error.message)); its limit of"
                    + " channels on one connection is MaxSessions in sshd_config"))
    }

    private func refusal(of command: RemoteCommand, _ error: LibSSH2Error) -> TransportError {
        if error.isDenial {
            return TransportError(.commandRefused, "the server runs no command for this user")
        }
        // Such as a text that doesn't fit into one packet, of 35,000 bytes.
        return TransportError(
            .commandRefused,
            "a command of \(command.text.utf8.count) bytes can't be sent: \(error.message)")
    }

    /// Waits for the next output of a command, or for its end.
    func next(of id: CommandID) async throws(TransportError) -> RemoteOutput {
        try await complete { [self] _ in output(of: id) }
    }

    private func output(of id: CommandID) -> CallResult<RemoteOutput> {
        guard let command = commands[id] else {
            return .refused(TransportError(.lost, "the command's channel was closed here"))
        }
        if let exit = command.exit { return .done(.ended(exit)) }
        let channel = command.channel
        let buffer = ReadBuffer.ofThisThread
        while true {
            switch channel.read(.output, into: buffer.bytes) {
            case .failed(let error): return .failed(error)
            case .refused(let error): return .refused(error)
            case .done(let count) where count > 0:
                return .done(.standardOutput(buffer.first(count)))
            case .done, .wouldBlock: break
            }
            let before = wire.consumed
            switch channel.read(.error, into: buffer.bytes) {
            case .failed(let error): return .failed(error)
            case .refused(let error): return .refused(error)
            case .done(let count) where count > 0:
                return .done(.standardError(buffer.first(count)))
            case .done, .wouldBlock: break
            }
            // Looking for errors may have brought in output.
            if wire.consumed == before { break }
        }
        guard channel.isAtEnd else { return .wouldBlock }
        switch channel.waitForClose() {
        case .wouldBlock: return .wouldBlock
        case .failed(let error): return .failed(error)
        case .refused(let error): return .refused(error)
        case .done:
            let exit = channel.exitSignal.map(RemoteExit.signal) ?? .code(channel.exitCode)
            commands[id]?.exit = exit
            release(channel)
            return .done(.ended(exit))
        }
    }

    /// Sends to a command's standard input, and waits until little of it is left here.
    func send(_ bytes: [UInt8], to id: CommandID) async throws(TransportError) {
        guard commands[id]?.endsInput == false else { return }
        commands[id]?.input.append(bytes)
        feed(id)
        try await complete { [self] _ in
            guard let command = commands[id], command.exit == nil else { return .done(()) }
            return command.waiting <= RunningCommand.inputLimit ? .done(()) : .wouldBlock
        }
    }

    /// Sends `last` to a command's standard input, and ends that.
    func finishInput(of id: CommandID, with last: [UInt8]) {
        guard commands[id]?.endsInput == false else { return }
        commands[id]?.endsInput = true
        commands[id]?.input.append(last)
        feed(id)
    }

    /// Closes a command's channel without waiting for its end.
    func closeCommand(_ id: CommandID) {
        guard let command = commands.removeValue(forKey: id) else { return }
        release(command.channel)
        turn()
    }

    /// Sends what is left of a command's input, as the host and the socket take it.
    func feed(_ id: CommandID) {
        guard commands[id]?.isFeeding == false else { return }
        commands[id]?.isFeeding = true
        inBackground { [self] in
            let isDone = feedSome(id)
            if isDone { commands[id]?.isFeeding = false }
            tellOfRoom(in: id)
            return isDone
        }
    }

    private func feedSome(_ id: CommandID) -> Bool {
        while let command = commands[id], command.exit == nil, let bytes = command.input.first {
            guard command.sent < bytes.count else {
                commands[id]?.input.removeFirst()
                commands[id]?.sent = 0
                continue
            }
            // libssh2 takes all that the host's window allows: what waits here is bounded by us. The
            // socket says when it is writable again.
            if wire.outbound.readableBytes >= Wire.outboundLimit { flush() }
            guard socket?.isWritable == true else { return false }
            let result = bytes.withUnsafeBytes {
                command.channel.write(UnsafeRawBufferPointer(rebasing: $0[command.sent...]))
            }
            switch result {
            case .done(let count): commands[id]?.sent += count
            case .wouldBlock where !command.channel.isClosedByHost: return false
            // The command has ended, or the connection has: whoever reads is told.
            case .wouldBlock, .failed, .refused:
                commands[id]?.dropInput()
                return true
            }
        }
        guard let command = commands[id], command.exit == nil, command.endsInput
        else { return true }
        if case .wouldBlock = command.channel.sendEnd() { return false }
        return true
    }

    /// Closes a channel in the background.
    func release(_ channel: SessionChannel) {
        channel.beginClosing()
        inBackground {
            if case .wouldBlock = channel.close() { return false }
            return true
        }
    }
}
