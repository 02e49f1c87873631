import NIOCore

/// What carries a connection's bytes: a TCP socket, or a tunnel through a jump host.
///
/// Used on the connection's event loop only. It gives nothing unasked: each ``read()`` brings bytes once, and the
/// connection is told of them, of room for more, and of the end.
protocol Carrier: Sendable {
    /// Whether it takes more bytes than it has; the connection is told when it does again.
    var isWritable: Bool { get }
    /// Sends all of `bytes`, behind what was sent before.
    func send(_ bytes: ByteBuffer)
    /// Asks for the bytes that come next.
    func read()
    /// Closes it at once.
    func close()
    /// Returns once it is closed.
    func closed() async
}

/// A TCP socket as a carrier.
struct SocketCarrier: Carrier {
    let channel: any Channel

    var isWritable: Bool { channel.isWritable }

    func send(_ bytes: ByteBuffer) { channel.writeAndFlush(bytes, promise: nil) }

    func read() { channel.read() }

    func close() { channel.close(promise: nil) }

    func closed() async {
        // The future fails where the socket was closed already, which is just as well.
        _ = try? await channel.closeFuture.get()
    }
}
