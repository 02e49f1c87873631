public import FleetExecution
import Synchronization

/// A host that is reached in one way, or in another one where the first has no algorithm in common with its server:
/// which it is, is found out once.
public final class FallbackHost: RemoteHost {
    private let first: any RemoteHost
    private let second: (any RemoteHost)?
    private let needsSecond = Mutex(false)

    /// Creates a host.
    ///
    /// - Parameter second: The other way; `nil` where there is none on this machine.
    public init(_ first: any RemoteHost, else second: (any RemoteHost)?) {
        self.first = first
        self.second = second
    }

    /// Connects in the way that is known to be right, else in the first that is.
    ///
    /// - Throws: ``TransportError`` of the way that was tried last.
    public func connect() async throws(TransportError) -> any RemoteConnection {
        if let second, needsSecond.withLock({ $0 }) { return try await connect(by: second) }
        do throws(TransportError) {
            return try await first.connect()
        } catch  where error.code == .noCommonAlgorithm {
            guard let second else {
                throw TransportError(
                    error.code,
                    error.message + "; no 'ssh' program is installed here that could do it")
            }
            let isNew = needsSecond.withLock { needsSecond in
                defer { needsSecond = true }
                return !needsSecond
            }
            let made = try await connect(by: second)
            guard isNew else { return made }
            return NotedConnection(made, saying: "going on with the system's ssh: \(error.message)")
        }
    }

    private func connect(
        by second: any RemoteHost
    ) async throws(TransportError) -> any RemoteConnection {
        do throws(TransportError) {
            return try await second.connect()
        } catch {
            throw TransportError(
                error.code,
                error.message + " (it was asked because libssh2 has no algorithm in common with the"
                    + " server)")
        }
    }
}

/// A connection about which there is more to say.
private final class NotedConnection: RemoteConnection {
    let notices: [String]
    private let made: any RemoteConnection

    init(_ made: any RemoteConnection, saying notice: String) {
        self.made = made
        notices = [notice] + made.notices
    }

    var isOpen: Bool { get async { await made.isOpen } }

    func start(_ command: RemoteCommand) async throws(TransportError) -> any RemoteProcess {
        try await made.start(command)
    }

    func openFiles() async throws(TransportError) -> (any FileTransfer)? {
        try await made.openFiles()
    }

    func close() async { await made.close() }
}
