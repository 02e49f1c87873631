import FleetCore
import FleetExecution
import NIOCore
import SSHTransport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The `ssh` that holds a connection open, and is asked for sessions on it.
///
/// What it prints is its own: the streams of commands go past it. An actor because the program needs one owner.
actor OpenSSHMaster {
    private typealias Login = Result<Void, TransportError>

    nonisolated let folder: MasterFolder
    nonisolated let loop: any EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private nonisolated let executor: any SerialExecutor

    private let endpoint: OpenSSHEndpoint
    private let streams: ProgramStreams
    private var transcript = OpenSSHTranscript()
    private var printed: [UInt8] = []
    private var login: Login?
    private var waiter: CheckedContinuation<Login, Never>?
    private var closing: TransportError?
    /// Whether ssh runs and takes requests, as far as is known.
    private(set) var isRunning = false
    /// Reads until ssh has ended; ``close()`` waits for it.
    private var reading: Task<Void, Never>?
    private var program: RunningProgram?

    /// How long ssh has to end, once it is told to.
    private static let grace: TimeAmount = .seconds(2)

    init(_ endpoint: OpenSSHEndpoint, loop: any EventLoop) async throws(TransportError) {
        folder = try await MasterFolder(in: endpoint.environment["TMPDIR"], home: endpoint.home)
        self.endpoint = endpoint
        self.loop = loop
        executor = loop.executor
        streams = ProgramStreams(loop: loop)
    }

    /// What the operator should know about how the connection came about.
    var notices: [String] {
        transcript.notices(about: endpoint.machine, isForgotten: endpoint.hostKeys == .off)
    }

    /// Why the connection is gone.
    var loss: TransportError { closing ?? transcript.loss }

    /// ssh takes no request: it is ending, even if it hasn't ended yet.
    func hasGone() -> TransportError {
        isRunning = false
        return loss
    }

    /// Starts ssh and waits until it is logged in.
    ///
    /// - Throws: What went wrong, within the connect timeout. Nothing is left behind then.
    func open() async throws(TransportError) {
        let timeout = loop.scheduleTask(in: .init(endpoint.connectTimeout)) {
            self.assumeIsolated { $0.timedOut() }
        }
        defer { timeout.cancel() }
        do throws(TransportError) {
            try await start()
            let login = await withTaskCancellationHandler {
                await withCheckedContinuation { wait($0) }
            } onCancel: {
                loop.execute {
                    self.assumeIsolated {
                        $0.settle(
                            .failure(TransportError(.cancelled, "connecting was cancelled")))
                    }
                }
            }
            try login.get()
        } catch {
            await close()
            throw error
        }
    }

    private func start() async throws(TransportError) {
        var environment = endpoint.environment
        // Nobody is there to answer in a window either.
        environment["SSH_ASKPASS_REQUIRE"] = "never"
        let guardian = Program(
            path: "/bin/sh",
            words: ["sh", "-c", MasterProgram.text, "master", folder.path]
                + OpenSSHArguments(endpoint, folder).words,
            environment: environment)
        let (program, pipes) = try await BlockingWork.run { () throws(TransportError) in
            try guardian.startPiped()
        }
        self.program = program
        isRunning = true
        streams.drained.whenSuccess { [streams, loop] in
            // ssh has ended: so may who watches over it.
            streams.assumeIsolated { $0.finishInput(with: []) }
            program.whenEnded { exit in
                loop.execute { streams.assumeIsolated { $0.finish(.success(exit)) } }
            }
        }
        try await streams.attach(pipes)
        reading = Task { await read() }
    }

    private func read() async {
        do throws(TransportError) {
            while true {
                switch try await streams.next() {
                case .standardOutput(let bytes): took(bytes)
                case .standardError(let bytes): transcript.take(bytes)
                case .ended: return ended()
                }
            }
        } catch {
            ended()
        }
    }

    private func took(_ bytes: [UInt8]) {
        guard login == nil else { return }
        printed = (printed + bytes).suffix(1_000)
        let said = String(decoding: printed, as: UTF8.self)
        if said.contains(OpenSSHArguments.readyWord) { settle(.success(())) }
    }

    private func ended() {
        isRunning = false
        settle(.failure(transcript.failure))
    }

    private func timedOut() {
        settle(.failure(transcript.timeout(after: endpoint.connectTimeout.inWords)))
    }

    private func wait(_ continuation: CheckedContinuation<Login, Never>) {
        if let login { return continuation.resume(returning: login) }
        waiter = continuation
    }

    private func settle(_ login: Login) {
        guard self.login == nil else { return }
        self.login = login
        waiter?.resume(returning: login)
        waiter = nil
    }

    /// Ends ssh, and returns once it has ended.
    func close() async {
        closing = closing ?? TransportError(.lost, "the connection was closed from this side")
        guard let reading else { return await neverRan(closing) }
        // Whoever watches over ssh sees that, and ends it.
        await streams.finishInput(with: [])
        let program = program
        let timer = loop.scheduleTask(in: OpenSSHMaster.grace) { program?.signal(SIGKILL) }
        await reading.value
        timer.cancel()
        await folder.remove()
    }

    private func neverRan(_ closing: TransportError?) async {
        await streams.abort(closing ?? TransportError(.lost, "ssh was never started"))
        await folder.remove()
    }

    /// Ends ssh from any thread, at once.
    nonisolated func abandon() {
        let streams = streams
        loop.execute { streams.assumeIsolated { $0.finishInput(with: []) } }
    }
}

/// The program that watches over ssh.
private enum MasterProgram {
    /// - Source: `master.sh`, embedded at build.
    static let text = String(decoding: PackageResources.master_sh, as: UTF8.self)
}
