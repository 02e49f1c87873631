import FleetExecution
import NIOCore
import SSHTransport

/// A connection that the system's `ssh` holds; when the last of its users lets go, it is closed.
final class OpenSSHConnection: RemoteConnection {
    let notices: [String]
    private let master: OpenSSHMaster

    init(_ master: OpenSSHMaster, notices: [String]) {
        self.master = master
        self.notices = notices
    }

    deinit { master.abandon() }

    var isOpen: Bool { get async { await master.isRunning } }

    func start(_ command: RemoteCommand) async throws(TransportError) -> any RemoteProcess {
        // The longest word that a Linux host's system takes; what ssh's own packets take is more.
        let longest = 131_071
        guard command.text.utf8.count <= longest else {
            throw TransportError(
                .commandRefused,
                "a command of \(command.text.utf8.count) bytes can't be sent: a host takes"
                    + " \(longest)")
        }
        let streams = try await session(.command(command.text))
        if command.endsInput {
            await streams.finishInput(with: command.input)
        } else if !command.input.isEmpty {
            await streams.begin(with: command.input)
        }
        return StreamedProcess(streams, keeping: self)
    }

    func openFiles() async throws(TransportError) -> (any FileTransfer)? {
        let streams = try await session(.subsystem(SFTP.subsystem))
        return try await SFTP.files(
            on: StreamedProcess(streams, keeping: self), loop: master.loop)
    }

    func close() async { await master.close() }

    /// Has ssh open a session whose streams are pipes of ours.
    private func session(
        _ request: MuxMessage.Request
    ) async throws(TransportError) -> ProgramStreams {
        guard !Task.isCancelled else {
            throw TransportError(.cancelled, "starting the command was cancelled")
        }
        guard await isOpen else { throw await master.loss }
        let pipes = try StandardPipes()
        let session: MuxSession
        do throws(TransportError) {
            session = try await MuxSession(
                request, of: master.folder.socket,
                passing: [pipes.input.reading, pipes.output.writing, pipes.errors.writing],
                on: master.loop)
        } catch {
            pipes.closeTheirs()
            pipes.closeOurs()
            throw error.code == .lost ? await master.hasGone() : error
        }
        pipes.closeTheirs()
        let streams = ProgramStreams(loop: master.loop)
        do throws(TransportError) {
            try await streams.attach(pipes)
            try await session.open()
        } catch {
            session.close()
            await streams.abort(error)
            throw error.code == .lost ? await master.hasGone() : error
        }
        follow(session, streams)
        return streams
    }

    /// Tells a command's streams how it ended, and ends its session with them.
    private func follow(_ session: MuxSession, _ streams: ProgramStreams) {
        let master = master
        streams.drained.whenSuccess {
            if streams.assumeIsolated({ $0.isCutOff }) { session.close() }
        }
        session.ended.whenSuccess { code in
            if let code {
                return streams.assumeIsolated { $0.finish(.success(.code(code))) }
            }
            // ssh doesn't say by which signal a command ended, nor that it has lost its connection: whether it
            // answers tells one from the other. Awaited by nobody but the streams' reader.
            Task {
                let isThere = await master.answers()
                await streams.finish(
                    isThere ? .success(.unknown) : .failure(await master.hasGone()))
            }
        }
    }
}

extension OpenSSHMaster {
    /// Whether ssh still takes requests.
    fileprivate nonisolated func answers() async -> Bool {
        do throws(TransportError) {
            let session = try await MuxSession(.sign, of: folder.socket, passing: [], on: loop)
            defer { session.close() }
            try await session.open()
            return true
        } catch {
            return false
        }
    }
}
