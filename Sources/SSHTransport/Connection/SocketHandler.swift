import NIOCore

/// Carries bytes between the socket and its connection; both are on the same event loop.
///
/// The socket doesn't read by itself: the connection asks for each read, so that one that takes nothing in
/// holds no more than a bounded number of bytes.
final class SocketHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let connection: SSHConnection
    private var error: (any Error)?

    /// Creates a handler; it keeps the connection alive as long as the socket is.
    init(_ connection: SSHConnection) { self.connection = connection }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        connection.assumeIsolated { $0.received(&buffer) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        connection.assumeIsolated {
            $0.turn()
            $0.readMore()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard context.channel.isWritable else { return }
        connection.assumeIsolated { $0.becameWritable() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.error = error
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let error = error
        connection.assumeIsolated { $0.socketClosed(error) }
    }
}
