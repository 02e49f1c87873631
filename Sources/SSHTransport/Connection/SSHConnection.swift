import FleetExecution
import NIOCore
import NIOPosix

/// One SSH connection: it owns the session, and runs on the socket's event loop.
///
/// Everything that libssh2 is asked to do is tried at once, and again on each turn (bytes have come or gone)
/// until it is complete. Nothing here blocks, and nothing is done on any other thread.
actor SSHConnection {
    /// The event loop is the actor's executor, so a callback of the socket is already inside the actor.
    nonisolated let loop: any EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }
    private nonisolated let executor: any SerialExecutor

    nonisolated let endpoint: SSHEndpoint
    nonisolated let lookups: NIOThreadPool
    let wire = Wire()
    /// The session; `nil` before the socket is there and after ``close()``.
    var session: Session?
    /// What carries the bytes; `nil` before there is one.
    var socket: (any Carrier)?
    /// Whether connecting gave something that carries bytes, or why it gave none; `nil` while it hasn't.
    var arrival: Result<Void, TransportError>?
    /// The share of a jump host that this connection has, if it runs through one.
    private(set) var seat: JumpSeat?
    /// How far the login has come, for the words of a timeout.
    var step = LoginStep.resolving
    /// What the operator should know once about this connection.
    var notices: [String] = []
    /// Why the connection has ended; `nil` while it hasn't.
    private(set) var ended: TransportError?

    private var pending: [PendingCall] = []
    /// The call that may open a channel or make a request: only one at a time may wait for its reply.
    private var requester: PendingCall.ID?
    private var isTurning = false
    private var needsTurn = false
    private var isReadingHeld = false
    private var lastID: UInt64 = 0

    /// The commands that run.
    var commands: [CommandID: RunningCommand] = [:]
    /// The signature that libssh2 waits for, during authentication.
    var exchange: SignatureExchange?
    /// What watches over a silent connection.
    var watch = LivenessWatch()
    /// The tunnels through this host that other connections run through.
    var tunnels: [CommandID: RunningTunnel] = [:]
    /// The tunnel whose opening the host has been asked for and hasn't answered.
    var openingTunnel: CommandID?
    private var endObserver: (@Sendable () -> Void)?

    /// Creates a connection that has yet to be opened, through a jump host where there is a seat on one.
    init(
        endpoint: SSHEndpoint, loop: any EventLoop, lookups: NIOThreadPool, seat: JumpSeat? = nil
    ) {
        self.endpoint = endpoint
        self.seat = seat
        self.loop = loop
        self.executor = loop.executor
        self.lookups = lookups
    }

    /// Gives a number that no call, and no command, of this connection has had.
    func nextID() -> UInt64 {
        lastID += 1
        return lastID
    }
}

// MARK: - Calls that wait for bytes

extension SSHConnection {
    /// Tries `attempt` now and on each turn until it is complete.
    ///
    /// - Parameters:
    ///   - isRequest: Whether it waits for a reply of its own; then it has its turn when no other such call
    ///     does (libssh2 would mix up the replies).
    ///   - whenAbandoned: What happens to the result when the task was cancelled meanwhile. `nil` where the
    ///     call may simply be forgotten, as with reading.
    func complete<Value: Sendable>(
        isRequest: Bool = false,
        whenAbandoned: ((Value) -> Void)? = nil,
        _ attempt: @escaping (_ isAbandoned: Bool) -> CallResult<Value>
    ) async throws(TransportError) -> Value {
        let id = nextID()
        let call = AwaitedCall<Value>(id: id, whenAbandoned: whenAbandoned) {
            [self] isAbandoned in
            guard mayTry(id, isRequest) else { return nil }
            let result: Result<Value, TransportError>
            switch attempt(isAbandoned) {
            case .wouldBlock: return nil
            case .done(let value): result = .success(value)
            case .failed(let error): result = .failure(meaning(of: error))
            case .refused(let error): result = .failure(error)
            }
            completed(id)
            return result
        }
        pending.append(call)
        turn()
        if let outcome = call.outcome { return try outcome.get() }
        return try await withTaskCancellationHandler {
            await outcome(of: call)
        } onCancel: {
            loop.execute { self.assumeIsolated { $0.abandon(id) } }
        }.get()
    }

    /// Waits for a call's result.
    ///
    /// A method of its own, because a closure that doesn't capture the actor isn't isolated to it at run
    /// time: the continuation would be stored on another thread, and the result be missed at times.
    private func outcome<Value: Sendable>(
        of call: AwaitedCall<Value>
    ) async -> AwaitedCall<Value>.Outcome {
        await withCheckedContinuation { continuation in
            assertIsolated()
            call.resume(continuation)
        }
    }

    /// Tries `attempt` now and on each turn until it says that it is complete; nobody waits for it.
    func inBackground(isRequest: Bool = false, _ attempt: @escaping () -> Bool) {
        let id = nextID()
        let call = PendingCall(id: id) { [self] in
            guard mayTry(id, isRequest), attempt() else { return false }
            completed(id)
            return true
        }
        pending.append(call)
        turn()
    }

    /// Whether a call may be tried; a request only when no other one waits for its reply.
    private func mayTry(_ id: PendingCall.ID, _ isRequest: Bool) -> Bool {
        guard isRequest else { return true }
        guard requester == nil || requester == id else { return false }
        requester = id
        return true
    }

    /// A call has been completed: the next request may be made.
    private func completed(_ id: PendingCall.ID) {
        guard requester == id else { return }
        requester = nil
        needsTurn = true
    }

    private func abandon(_ id: PendingCall.ID) {
        // A request that still waits for its turn has not been made: it never is.
        pending.first { $0.id == id }?.abandon(canStop: requester != id)
        pending.removeAll(where: \.isComplete)
    }
}

// MARK: - Turns

extension SSHConnection {
    /// Tries all that waits, until no call takes in any more bytes, and sends what libssh2 has written.
    ///
    /// Whatever call takes in bytes queues packets for the others, so they are tried again: otherwise a
    /// wake-up would be lost.
    func turn() {
        needsTurn = true
        guard !isTurning else { return }
        isTurning = true
        defer { isTurning = false }
        while needsTurn {
            needsTurn = false
            let before = wire.consumed
            // An attempt may add a call: by index, not by a copy.
            var index = 0
            while index < pending.count {
                pending[index].tryOnce()
                index += 1
            }
            pump()
            if wire.consumed != before, pending.count > 1 { needsTurn = true }
            pending.removeAll(where: \.isComplete)
            flush()
        }
        if let ended {
            for call in pending { call.end(with: ended) }
            pending.removeAll()
        }
        if isReadingHeld { readMore() }
    }

    /// Gives the socket what libssh2 has written.
    func flush() {
        if let buffer = wire.takeOutbound() { socket?.send(buffer) }
    }

    /// Asks the socket for more bytes, unless what has arrived isn't being taken in.
    func readMore() {
        isReadingHeld = wire.inbound.readableBytes >= Wire.inboundLimit
        if !isReadingHeld { socket?.read() }
    }

    /// Lets libssh2 take in what no waiting call has.
    ///
    /// With nobody reading, the server's own keepalives still want their answer. What is queued is bounded by
    /// the windows of the channels.
    private func pump() {
        guard wire.inbound.readableBytes > 0, let channel = openChannel else { return }
        if case .failed(let error) = channel.pump() { fail(meaning(of: error)) }
    }

    /// Any channel that is open.
    private var openChannel: SessionChannel? {
        watch.channel ?? commands.values.lazy.map(\.channel).first { !$0.isClosing }
    }
}

// MARK: - The end

extension SSHConnection {
    /// Whether commands can still be started, as far as is known here.
    var isOpen: Bool { ended == nil && session != nil }

    /// Ends the connection because of `error`; output that has been taken in can still be read.
    func fail(_ error: TransportError) {
        guard ended == nil else { return }
        ended = error
        watch.stop()
        socket?.close()
        turn()
        endTunnels(error)
        seat = nil
        endObserver?()
        endObserver = nil
    }

    /// Has `observer` told once when the connection has ended, at once where it has.
    func whenEnded(_ observer: @escaping @Sendable () -> Void) {
        if ended == nil { endObserver = observer } else { observer() }
    }

    /// Ends the connection from any thread, at once.
    nonisolated func abort(_ error: TransportError) {
        loop.execute { self.assumeIsolated { $0.fail(error) } }
    }

    /// Closes the connection, and returns once the socket is closed.
    func close() async {
        if ended == nil {
            session?.sayGoodbye()
            flush()
        }
        fail(TransportError(.lost, "the connection was closed from this side"))
        wire.isCut = true
        commands.removeAll()
        watch.channel = nil
        session = nil
        guard let socket else { return }
        await socket.closed()
    }

    /// What libssh2's error means for the connection as a whole; the calls translate what is theirs.
    func meaning(of error: LibSSH2Error) -> TransportError {
        let reason = wire.farewell.map { "the server hung up: \($0)" } ?? error.message
        let meaning = TransportError(.lost, reason)
        if error.isConnectionFailure { fail(meaning) }
        return meaning
    }
}

// MARK: - What the socket says

extension SSHConnection {
    /// Bytes have arrived.
    func received(_ buffer: inout ByteBuffer) {
        watch.sawLife(at: .now())
        wire.receive(&buffer)
    }

    /// The socket takes more bytes again.
    func becameWritable() {
        watch.sawLife(at: .now())
        turn()
    }

    /// The server, or the network, has closed the connection.
    func socketClosed(_ error: (any Error)?) {
        // First everything that arrived before the end.
        turn()
        fail(endOfSocket(error))
    }
}
