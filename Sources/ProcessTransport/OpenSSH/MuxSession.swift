import CPrograms
import FleetExecution
import NIOCore
import NIOPosix
import SSHTransport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A session that a running `ssh` has been asked for: it lives as long as the connection to its socket.
struct MuxSession: Sendable {
    /// Succeeds when it has ended: with the exit code, or none where ssh hangs up without saying.
    let ended: EventLoopFuture<Int?>
    private let opened: EventLoopFuture<Void>
    private let channel: any Channel

    /// Asks for a session.
    ///
    /// - Parameters:
    ///   - socket: Where ssh is asked.
    ///   - descriptors: The session's standard streams; ssh gets its own of each.
    /// - Throws: `TransportError` with `.lost` when ssh isn't there, `.channelRefused` when it is busy.
    init(
        _ request: MuxMessage.Request, of socket: String, passing descriptors: [Int32],
        on loop: any EventLoop
    ) async throws(TransportError) {
        let packets = request.packets
        let connection = try await BlockingWork.run { () throws(TransportError) in
            try MuxSession.ask(socket, packets, descriptors)
        }
        let promises = MuxHandler.Promises(on: loop)
        (opened, ended) = (promises.opened.futureResult, promises.ended.futureResult)
        do {
            channel = try await ClientBootstrap(group: loop)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(MuxHandler(promises))
                    }
                }
                .withConnectedSocket(connection).get()
        } catch {
            let failure = TransportError(.lost, "ssh's socket can't be used: \(error)")
            promises.opened.fail(failure)
            promises.ended.succeed(nil)
            throw failure
        }
    }

    /// Waits until the session has been opened; closes it when the task is cancelled.
    func open() async throws(TransportError) {
        do {
            try await withTaskCancellationHandler {
                try await opened.get()
            } onCancel: {
                close()
            }
        } catch {
            close()
            if Task.isCancelled {
                throw TransportError(.cancelled, "starting the command was cancelled")
            }
            throw error as? TransportError ?? TransportError(.lost, "\(error)")
        }
    }

    /// Ends the session, if it hasn't ended.
    func close() { channel.close(promise: nil) }

    private static func ask(
        _ socket: String, _ packets: [UInt8], _ descriptors: [Int32]
    ) throws(TransportError) -> Int32 {
        let connection = flotilla_connect(socket)
        guard connection >= 0 else {
            throw errno == EAGAIN
                ? TransportError(.channelRefused, "ssh is asked for too many sessions at once")
                : TransportError(.lost, "the system's ssh has ended")
        }
        let code = flotilla_send(
            connection, packets, packets.count, descriptors, descriptors.count)
        guard code == 0 else {
            closeDescriptor(connection)
            throw TransportError(
                .lost, "the system's ssh takes no request: \(systemMessage(code))")
        }
        return connection
    }
}
