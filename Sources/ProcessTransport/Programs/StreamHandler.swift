import NIOCore

/// Carries what happens on one of a program's streams to their owner; both are on the same event loop.
final class StreamHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let streams: ProgramStreams
    private let stream: ProgramStreams.Stream

    /// Creates a handler; it keeps the streams alive as long as one of them is open.
    init(_ streams: ProgramStreams, _ stream: ProgramStreams.Stream) {
        self.streams = streams
        self.stream = stream
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let (buffer, stream) = (unwrapInboundIn(data), stream)
        streams.assumeIsolated { $0.received(buffer, from: stream) }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard context.channel.isWritable else { return }
        streams.assumeIsolated { $0.becameWritable() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let stream = stream
        streams.assumeIsolated { $0.closed(stream) }
    }
}
