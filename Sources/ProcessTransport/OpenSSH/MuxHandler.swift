import FleetExecution
import NIOCore

/// Reads what ssh says about one session, and tells who waits for it.
final class MuxHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// What is to be known of a session.
    struct Promises {
        /// Succeeds when it has been opened.
        let opened: EventLoopPromise<Void>
        /// Succeeds when it has ended: with the exit code, or none where ssh hangs up without saying.
        let ended: EventLoopPromise<Int?>

        init(on loop: any EventLoop) {
            opened = loop.makePromise()
            ended = loop.makePromise()
        }
    }

    private let promises: Promises
    private var buffer = ByteBuffer()
    private var exit: Int?

    init(_ promises: Promises) { self.promises = promises }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var more = unwrapInboundIn(data)
        buffer.writeBuffer(&more)
        do throws(MuxMessage.NotMux) {
            while let message = try MuxMessage.next(in: &buffer) { take(message, context) }
            buffer.discardReadBytes()
        } catch {
            context.close(promise: nil)
        }
    }

    private func take(_ message: MuxMessage, _ context: ChannelHandlerContext) {
        switch message {
        case .opened: promises.opened.succeed()
        case .refused(let reason):
            promises.opened.fail(
                TransportError(
                    .channelRefused,
                    "ssh opens no further session ('\(reason)'); the server's limit of them on one"
                        + " connection is MaxSessions in sshd_config"))
            context.close(promise: nil)
        case .exited(let code): exit = Int(code)
        case .other: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        promises.opened.fail(TransportError(.lost, "the system's ssh has ended"))
        promises.ended.succeed(exit)
    }
}
