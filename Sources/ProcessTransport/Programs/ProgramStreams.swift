import FleetExecution
import NIOCore
import NIOPosix

/// The standard streams of a program, on an event loop: what it prints is read when somebody asks for it, and
/// what it reads is sent as it takes it.
///
/// Nobody asking is backpressure: a pipe holds 64 KiB, and then the program waits. An actor because the pipes need
/// one owner; how the program ends is somebody else's to find out, and told here.
actor ProgramStreams {
    typealias Answer = Result<RemoteOutput, TransportError>

    /// One of the streams.
    enum Stream { case input, output, errors }

    /// The event loop is the actor's executor, so a callback of a pipe is already inside the actor.
    nonisolated let loop: any EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private nonisolated let executor: any SerialExecutor

    /// Succeeds once both outputs have ended, by the program or by us.
    nonisolated let drained: EventLoopFuture<Void>
    private let drainedPromise: EventLoopPromise<Void>

    private var channels: [Stream: any Channel] = [:]
    /// The outputs that may still give something.
    private var open: Set<Stream> = [.output, .errors]
    /// What has come and nobody has taken: what a pipe held when it ended, at most.
    private var arrived: [RemoteOutput] = []
    private var end: Result<RemoteExit, TransportError>?
    /// Why nothing more is given, where the end isn't waited for.
    private var failure: TransportError?
    private var isInputEnded = false
    /// Whether the pipes were closed from our side before the program had ended.
    private(set) var isCutOff = false
    private var reader: (ticket: Int, continuation: CheckedContinuation<Answer, Never>)?
    private var senders: [CheckedContinuation<Void, Never>] = []
    private var lastTicket = 0

    /// The most bytes that are read at once, and that wait to be sent before no more are taken.
    private static let readSize = 65_536
    private static let inputLimit = 262_144

    /// Creates streams without pipes.
    init(loop: any EventLoop) {
        self.loop = loop
        executor = loop.executor
        drainedPromise = loop.makePromise()
        drained = drainedPromise.futureResult
    }

    /// Takes our ends of a program's pipes.
    ///
    /// - Throws: `TransportError` with `.cannotStart`; all ends are closed then.
    func attach(_ pipes: StandardPipes) async throws(TransportError) {
        do {
            let base = NIOPipeBootstrap(group: loop).channelOption(.autoRead, value: false)
                .channelOption(.maxMessagesPerRead, value: 1)
                .channelOption(
                    .recvAllocator,
                    value: FixedSizeRecvByteBufferAllocator(capacity: ProgramStreams.readSize)
                )
                .channelOption(
                    .writeBufferWaterMark,
                    value: .init(low: ProgramStreams.readSize, high: ProgramStreams.inputLimit))
            let input = bootstrap(base, .input)
                .takingOwnershipOfDescriptor(output: pipes.input.writing)
            let output = bootstrap(base, .output)
                .takingOwnershipOfDescriptor(input: pipes.output.reading)
            let errors = bootstrap(base, .errors)
                .takingOwnershipOfDescriptor(input: pipes.errors.reading)
            for channel in [input, output, errors] { _ = try await channel.get() }
            // A program may be quick: what came to its end meanwhile had no pipe to close.
            if isInputEnded || failure != nil { channels[.input]?.close(promise: nil) }
        } catch {
            let failure = TransportError(.cannotStart, "a program's pipes can't be used: \(error)")
            abort(failure)
            throw failure
        }
    }

    private func bootstrap(_ base: NIOPipeBootstrap, _ stream: Stream) -> NIOPipeBootstrap {
        base.channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(StreamHandler(self, stream))
                self.assumeIsolated { $0.channels[stream] = channel }
            }
        }
    }
}

// MARK: - What the program prints

extension ProgramStreams {
    /// Waits for what comes next.
    func next() async throws(TransportError) -> RemoteOutput {
        if let answer = take() { return try answer.get() }
        lastTicket += 1
        let ticket = lastTicket
        let answer: Answer = await withTaskCancellationHandler {
            await withCheckedContinuation { reader = (ticket, $0) }
        } onCancel: {
            // Behind what runs on the loop now, so the wait has begun.
            loop.execute { self.assumeIsolated { $0.giveUp(ticket) } }
        }
        return try answer.get()
    }

    /// What there is to give; asks the pipes for more where that is nothing.
    private func take() -> Answer? {
        if let failure { return .failure(failure) }
        if !arrived.isEmpty { return .success(arrived.removeFirst()) }
        guard open.isEmpty else {
            for stream in open { channels[stream]?.read() }
            return nil
        }
        return end.map { end in end.map { .ended($0) } }
    }

    private func giveUp(_ ticket: Int) {
        guard let waiting = reader, waiting.ticket == ticket else { return }
        reader = nil
        waiting.continuation.resume(
            returning: .failure(TransportError(.cancelled, "the wait was cancelled")))
    }

    private func tellReader() {
        guard let waiting = reader, let answer = take() else { return }
        reader = nil
        waiting.continuation.resume(returning: answer)
    }

    /// Bytes have come.
    func received(_ buffer: ByteBuffer, from stream: Stream) {
        guard failure == nil else {
            channels[stream]?.read()
            return
        }
        guard buffer.readableBytes > 0 else { return }
        let bytes = Array(buffer.readableBytesView)
        arrived.append(stream == .errors ? .standardError(bytes) : .standardOutput(bytes))
        tellReader()
    }

    /// A pipe has ended.
    func closed(_ stream: Stream) {
        channels[stream] = nil
        guard open.remove(stream) != nil else { return becameWritable() }
        if open.isEmpty { drainedPromise.succeed() }
        tellReader()
    }
}

// MARK: - What the program reads

extension ProgramStreams {
    /// Sends to standard input, and waits until little of it is left here; what nobody reads any more is dropped.
    func send(_ bytes: [UInt8]) async throws(TransportError) {
        guard !isInputEnded, let input = channels[.input] else {
            if let failure { throw failure }
            return
        }
        input.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
        while failure == nil, end == nil, channels[.input]?.isWritable == false {
            await withCheckedContinuation { senders.append($0) }
        }
        if let failure { throw failure }
    }

    /// Sends what a program is to begin with, waiting for nothing.
    func begin(with bytes: [UInt8]) {
        channels[.input]?.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    /// Sends `last` to standard input and ends it; does nothing the second time.
    func finishInput(with last: [UInt8]) {
        guard !isInputEnded else { return }
        isInputEnded = true
        // A channel that is closed drops what hasn't been written.
        channels[.input]?.writeAndFlush(ByteBuffer(bytes: last))
            .whenComplete { [loop] _ in
                loop.assertInEventLoop()
                self.assumeIsolated { $0.channels[.input]?.close(promise: nil) }
            }
    }

    /// Standard input takes more again, or has ended.
    func becameWritable() {
        let waiting = senders
        senders = []
        for sender in waiting { sender.resume() }
    }
}

// MARK: - The end

extension ProgramStreams {
    /// The program has ended, or what told of it has; what has been printed is given first.
    func finish(_ end: Result<RemoteExit, TransportError>) {
        guard self.end == nil else { return }
        self.end = end
        channels[.input]?.close(promise: nil)
        becameWritable()
        tellReader()
    }

    /// Whether nobody takes what the program prints any more.
    var isAborted: Bool { failure != nil }

    /// Takes leave of the program because of `error`: its input ends, and what it still prints is dropped.
    ///
    /// A program that ends by this tells so; one that doesn't within a second is cut off. To cut it off at once makes
    /// dropbear end the session that is opened next.
    func leave(_ error: TransportError) {
        guard failure == nil else { return }
        failure = error
        arrived = []
        finishInput(with: [])
        for stream in open { channels[stream]?.read() }
        becameWritable()
        tellReader()
        loop.scheduleTask(in: .seconds(1)) { self.assumeIsolated { $0.cutOff() } }
    }

    /// Closes all pipes because of `error`; what hasn't been taken is dropped.
    func abort(_ error: TransportError) {
        failure = failure ?? error
        arrived = []
        cutOff()
        becameWritable()
        tellReader()
    }

    private func cutOff() {
        guard !channels.isEmpty || !open.isEmpty else { return }
        isCutOff = true
        for channel in channels.values { channel.close(promise: nil) }
        channels = [:]
        guard !open.isEmpty else { return }
        open = []
        drainedPromise.succeed()
    }

    /// ``leave(_:)`` from any thread, at once.
    nonisolated func leaveSoon(_ error: TransportError) {
        loop.execute { self.assumeIsolated { $0.leave(error) } }
    }

    /// ``abort(_:)`` from any thread, at once.
    nonisolated func abortSoon(_ error: TransportError) {
        loop.execute { self.assumeIsolated { $0.abort(error) } }
    }
}
