import FleetExecution
import Foundation
import NIOCore
import SSHTransport
import Synchronization

/// What commands on this machine have in common: they end, for us, when it is closed.
final class LocalConnection: RemoteConnection {
    let notices: [String] = []
    private let home: String
    private let environment: [String: String]
    private let loop: any EventLoop
    private let state = Mutex(State())

    private struct State {
        var isOpen = true
        var running: [Int: ProgramStreams] = [:]
        var lastID = 0
    }

    /// How long a command that nobody listens to any more may go on before it is told to end: long enough for one
    /// that starts a job, which a lost link wouldn't end either.
    private static let grace: TimeAmount = .seconds(10)

    init(home: String, environment: [String: String], loop: any EventLoop) {
        self.home = home
        self.environment = environment
        self.loop = loop
    }

    deinit { closeAll() }

    var isOpen: Bool { state.withLock { $0.isOpen } }

    func start(_ command: RemoteCommand) async throws(TransportError) -> any RemoteProcess {
        guard !Task.isCancelled else {
            throw TransportError(.cancelled, "starting the command was cancelled")
        }
        guard isOpen else { throw LocalConnection.closed }
        // The system takes no longer word.
        let longest = 131_071
        guard command.text.utf8.count <= longest else {
            throw TransportError(
                .commandRefused,
                "a command of \(command.text.utf8.count) bytes can't be started: it may have"
                    + " \(longest)")
        }
        let streams = ProgramStreams(loop: loop)
        do throws(TransportError) {
            let (program, pipes) = try await launch(command.text)
            look(after: program, streams)
            try await streams.attach(pipes)
        } catch {
            await streams.abort(error)
            throw error
        }
        try enrol(streams)
        if command.endsInput {
            await streams.finishInput(with: command.input)
        } else if !command.input.isEmpty {
            await streams.begin(with: command.input)
        }
        return StreamedProcess(streams, keeping: self)
    }

    func openFiles() async throws(TransportError) -> (any FileTransfer)? {
        CommandFiles(self, way: .local)
    }

    func close() async { closeAll() }

    private static let closed = TransportError(.lost, "the connection was closed from this side")

    private func launch(
        _ text: String
    ) async throws(TransportError) -> (RunningProgram, StandardPipes) {
        let shell = Program(
            path: "/bin/sh", words: ["sh", "-c", text], environment: environment, folder: home)
        return try await BlockingWork.run { () throws(TransportError) in
            try shell.startPiped()
        }
    }

    /// Has the program collected, and its end told, once its outputs have ended.
    private func look(after program: RunningProgram, _ streams: ProgramStreams) {
        streams.drained.whenSuccess { [loop] in
            let isLeft = streams.assumeIsolated { $0.isAborted }
            let timer =
                isLeft
                ? loop.scheduleTask(in: LocalConnection.grace) { program.signal(SIGTERM) } : nil
            program.whenEnded { exit in
                timer?.cancel()
                loop.execute { streams.assumeIsolated { $0.finish(.success(exit)) } }
            }
        }
    }

    /// Remembers what is to end with the connection.
    private func enrol(_ streams: ProgramStreams) throws(TransportError) {
        let id: Int? = state.withLock { state in
            guard state.isOpen else { return nil }
            state.lastID += 1
            state.running[state.lastID] = streams
            return state.lastID
        }
        guard let id else {
            streams.abortSoon(LocalConnection.closed)
            throw LocalConnection.closed
        }
        streams.drained.whenSuccess { [weak self] in
            self?.state.withLock { $0.running[id] = nil }
        }
    }

    private func closeAll() {
        let running = state.withLock { state in
            state.isOpen = false
            defer { state.running = [:] }
            return state.running.values
        }
        for streams in running { streams.abortSoon(LocalConnection.closed) }
    }
}
