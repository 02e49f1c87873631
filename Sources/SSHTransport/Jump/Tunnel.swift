import FleetCore
import FleetExecution
import NIOCore

/// A TCP connection that a jump host makes for us, as a carrier of the connection to the host behind.
///
/// The two connections live on the same event loop; what is known of the tunnel is the jump host's.
struct Tunnel: Carrier {
    /// The connection to the jump host.
    let jumpHost: SSHConnection
    /// Its number there.
    let id: CommandID

    var isWritable: Bool {
        jumpHost.assumeIsolated { [id] in $0.tunnels[id]?.waitsForRoom == false }
    }

    func send(_ bytes: ByteBuffer) {
        jumpHost.assumeIsolated { [id] in $0.send(Array(buffer: bytes), through: id) }
    }

    func read() { jumpHost.assumeIsolated { [id] in $0.read(from: id) } }

    func close() { jumpHost.assumeIsolated { [id] in $0.closeTunnel(id) } }

    func closed() async {}
}

/// What a jump host's connection knows of one tunnel; what is sent is its command's.
struct RunningTunnel {
    /// The connection that it carries.
    let connection: SSHConnection
    /// Whether that asks for bytes.
    var wantsBytes = false
    /// Whether that is told when more may be sent.
    var waitsForRoom = false
    /// Whether bytes are being handed over, so that asking for more needs no other turn.
    var isCarrying = false
}
