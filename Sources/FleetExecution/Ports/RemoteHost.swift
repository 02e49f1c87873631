/// A host that can be connected to, as often as it takes.
///
/// The port that execution needs; transports conform (libssh2, the system's ssh, this machine).
public protocol RemoteHost: Sendable {
    /// Connects and authenticates.
    ///
    /// - Throws: ``TransportError``; within the host's connect timeout, always. Cancelling the task ends
    ///   the attempt and leaves no connection behind.
    func connect() async throws(TransportError) -> any RemoteConnection
}

/// An authenticated connection to a host; several commands may run on it at once.
public protocol RemoteConnection: Sendable {
    /// What the operator should know once about how the connection came about: a learned host key.
    var notices: [String] { get }

    /// Whether commands can still be started on it, as far as is known on this side.
    var isOpen: Bool { get async }

    /// Starts `command` on a channel of its own.
    ///
    /// - Throws: ``TransportError`` with `.lost` when the connection is gone, `.channelRefused` when the
    ///   server opens no further channel (`MaxSessions`), `.commandRefused` when it runs no command.
    func start(_ command: RemoteCommand) async throws(TransportError) -> any RemoteProcess

    /// Opens the host's files over SFTP, on a channel of its own.
    ///
    /// - Returns: `nil` where the host has no SFTP; what it has is commands.
    /// - Throws: ``TransportError`` with `.lost` or `.channelRefused`, as ``start(_:)`` does.
    func openFiles() async throws(TransportError) -> (any FileTransfer)?

    /// Closes the connection; what still runs on it sees `.lost`. Returns once the socket is closed.
    func close() async
}

/// A command for a host's login shell, and what it reads.
public struct RemoteCommand: Sendable {
    /// The text that the login shell gets.
    public let text: String
    /// The bytes for its standard input; sent while its output is read.
    public let input: [UInt8]
    /// Whether standard input ends behind `input`; otherwise it stays open until
    /// ``RemoteProcess/finishInput()``.
    public let endsInput: Bool

    /// Creates a command.
    public init(text: String, input: [UInt8] = [], endsInput: Bool = true) {
        self.text = text
        self.input = input
        self.endsInput = endsInput
    }
}

/// A command that runs on a host.
public protocol RemoteProcess: Sendable {
    /// Waits for what comes next; after `.ended` there is nothing more to ask for.
    ///
    /// Nobody asking is backpressure: the channel's window fills and the host waits. One caller at a time.
    ///
    /// - Throws: ``TransportError`` with `.lost` when the connection ends first.
    func next() async throws(TransportError) -> RemoteOutput

    /// Writes to standard input, behind what was written before; returns once so little waits to be sent that more
    /// may come, so a host that doesn't read slows the caller.
    ///
    /// What a command that has ended doesn't read is dropped.
    ///
    /// - Throws: ``TransportError`` with `.lost` when the connection ends first.
    func send(_ bytes: [UInt8]) async throws(TransportError)

    /// Writes `last` to standard input and ends it, which a follower takes as its cue to leave; does nothing
    /// the second time. Returns without waiting for the host.
    func finishInput(with last: [UInt8]) async

    /// Closes the channel without waiting for the command's end.
    func close() async
}

/// What a command on a host gives.
public enum RemoteOutput: Hashable, Sendable {
    /// Bytes of its standard output, never none.
    case standardOutput([UInt8])
    /// Bytes of its standard error, never none.
    case standardError([UInt8])
    /// It ended, and all its output has been given.
    case ended(RemoteExit)
}

/// How a command on a host ended.
public enum RemoteExit: Hashable, Sendable {
    /// It exited with this code.
    case code(Int)
    /// A signal ended it; the name is without `SIG`.
    case signal(String)
    /// The channel closed without saying.
    case unknown
}

extension RemoteExit {
    /// Whether the command ended by itself, and the host told how.
    var isCode: Bool { if case .code = self { true } else { false } }
}
