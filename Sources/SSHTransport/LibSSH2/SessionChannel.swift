import CLibSSH2

/// One channel of a session, for one command; confined to the connection's event loop.
///
/// It must be closed, with ``close()``, before its session goes.
final class SessionChannel {
    private let session: Session
    private let raw: OpaquePointer
    /// Whether it is being closed, or is: then nothing else may be asked of it.
    private(set) var isClosing = false
    private var isFreed = false

    init(session: Session, raw: OpaquePointer) {
        self.session = session
        self.raw = raw
    }

    /// Which of a command's outputs.
    enum Stream: Int32 {
        case output = 0
        case error = 1
    }

    /// What a server is asked to run.
    enum Program: String {
        /// A command, by the login shell.
        case command = "exec"
        /// What the server's configuration names so.
        case subsystem
    }

    /// Asks the server to run what `text` says.
    func run(_ program: Program, _ text: String) -> CallResult<Void> {
        let request = program.rawValue
        return session.result(
            libssh2_channel_process_startup(
                raw, request, UInt32(request.utf8.count), text, UInt32(text.utf8.count)))
    }

    /// Asks the server for something that it refuses, to see that it answers.
    ///
    /// A variable that no server accepts, on a channel that never runs a command: a round trip without any
    /// effect. libssh2's own keepalive leaks memory with each reply and doesn't report it.
    func ping() -> CallResult<Void> {
        let name = "FLOTILLA_PING"
        let code = libssh2_channel_setenv_ex(raw, name, UInt32(name.utf8.count), "", 0)
        return code == LIBSSH2_ERROR_CHANNEL_REQUEST_DENIED ? .done(()) : session.result(code)
    }

    /// Marks it as being closed.
    func beginClosing() { isClosing = true }

    /// Reads into `target`; `.done(0)` where there is no more for now or for ever (``isAtEnd`` tells).
    func read(_ stream: Stream, into target: UnsafeMutableRawBufferPointer) -> CallResult<Int> {
        var total = 0
        while total < target.count {
            let count = libssh2_channel_read_ex(
                raw, stream.rawValue,
                target.baseAddress?.advanced(by: total).assumingMemoryBound(to: CChar.self),
                target.count - total)
            if count > 0 {
                total += count
            } else if count < 0, count != Int(LIBSSH2_ERROR_EAGAIN), total == 0 {
                return .failed(session.lastError(Int32(count)))
            } else {
                break
            }
        }
        return .done(total)
    }

    /// Lets libssh2 take in what has arrived, whatever channel it is for.
    ///
    /// Without it, nobody would answer the server's own keepalives while nobody reads.
    func pump() -> CallResult<Void> {
        var nothing: CChar = 0
        let count = libssh2_channel_read_ex(raw, 0, &nothing, 0)
        return count == Int(LIBSSH2_ERROR_EAGAIN) ? .done(()) : session.result(Int32(count))
    }

    /// Writes to the command's standard input; returns how much was taken, which may be nothing.
    ///
    /// After `.wouldBlock`, the same bytes have to be given from the same place in memory.
    func write(_ bytes: UnsafeRawBufferPointer) -> CallResult<Int> {
        let count = libssh2_channel_write_ex(
            raw, 0, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        switch count {
        case Int(LIBSSH2_ERROR_EAGAIN), 0: return .wouldBlock
        case ..<0: return .failed(session.lastError(Int32(count)))
        default: return .done(count)
        }
    }

    /// Ends the command's standard input.
    func sendEnd() -> CallResult<Void> { session.result(libssh2_channel_send_eof(raw)) }

    /// Whether the host has said that no more output comes.
    var isAtEnd: Bool { libssh2_channel_eof(raw) == 1 }

    /// Whether the host has closed the channel, so that it takes nothing any more, whatever is left to be read of it.
    ///
    /// libssh2's writing goes on waiting for room in the window then.
    var isClosedByHost: Bool { libssh2_channel_wait_closed(raw) == 0 }

    /// Waits until the host has closed the channel; the exit is known then.
    func waitForClose() -> CallResult<Void> {
        session.result(libssh2_channel_wait_closed(raw))
    }

    /// The signal that ended the command, without `SIG`.
    var exitSignal: String? {
        var name: UnsafeMutablePointer<CChar>?
        libssh2_channel_get_exit_signal(raw, &name, nil, nil, nil, nil, nil)
        guard let name else { return nil }
        defer { session.release(name) }
        return String(cString: name)
    }

    /// The command's exit code; 0 also where the host said none, which libssh2 doesn't tell apart.
    var exitCode: Int { Int(libssh2_channel_get_exit_status(raw)) }

    /// Closes the channel and releases it; complete at once where the host has closed it.
    func close() -> CallResult<Void> {
        beginClosing()
        guard !isFreed else { return .done(()) }
        let result = session.result(libssh2_channel_free(raw))
        if case .wouldBlock = result { return result }
        isFreed = true
        return result
    }
}
