import NIOCore

/// Sends one message to an agent, waits for one, and hangs up.
final class AgentHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let message: [UInt8]
    private let patience: TimeAmount
    private let answer: EventLoopPromise<[UInt8]>
    private var received = ByteBuffer()
    private var timer: Scheduled<Void>?

    /// The largest answer that OpenSSH's own client takes.
    private static let limit = 262_144

    init(message: [UInt8], patience: TimeAmount, answer: EventLoopPromise<[UInt8]>) {
        self.message = message
        self.patience = patience
        self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
        var buffer = context.channel.allocator.buffer(capacity: message.count + 4)
        buffer.writeInteger(UInt32(message.count))
        buffer.writeBytes(message)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        let channel = context.channel
        timer = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        received.writeBuffer(&buffer)
        guard let count = received.getInteger(at: received.readerIndex, as: UInt32.self)
        else { return }
        guard count <= AgentHandler.limit else { return context.close(promise: nil) }
        guard received.readableBytes >= 4 + Int(count) else { return }
        received.moveReaderIndex(forwardBy: 4)
        answer.succeed(received.readBytes(length: Int(count)) ?? [])
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        answer.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        // Does nothing where there has been an answer.
        answer.fail(AgentFailure.silent)
    }
}
