import CLibSSH2
import Glibc
import NIOCore

/// The bytes between libssh2 and the socket: what has arrived, and what is to be sent.
///
/// libssh2 never sees the socket; its callbacks read and write here. Confined to the connection's event
/// loop, like the session that uses it.
final class Wire {
    /// What has arrived and libssh2 has not taken.
    private(set) var inbound = ByteBuffer()
    /// What libssh2 has sent and the socket has not been given.
    private(set) var outbound = ByteBuffer()
    /// How many bytes libssh2 has taken in all: whether a call consumed any.
    private(set) var consumed: UInt64 = 0
    /// The first bytes that arrived, kept during the handshake to explain its failure.
    private(set) var prelude: [UInt8]? = []
    /// Why the server hung up, in its own words.
    var farewell: String?
    /// What the server is told that asks questions to authenticate the user.
    var answers: PromptAnswers?
    /// Whether sending and receiving fail, so that libssh2 ends what it has begun.
    var isCut = false
    /// Whether receiving fails for the moment, so that libssh2 gives up what it waits for.
    var isDeaf = false

    /// How many bytes may wait for libssh2 before the socket is no longer read.
    static let inboundLimit = 262_144

    /// How many bytes may be written before the socket is given them.
    static let outboundLimit = 65_536

    /// Enough for a banner and the server's list of algorithms.
    private static let preludeLimit = 16_384

    /// Takes bytes that arrived from the socket.
    func receive(_ buffer: inout ByteBuffer) {
        if let count = prelude?.count, count < Wire.preludeLimit {
            prelude?.append(contentsOf: buffer.readableBytesView.prefix(Wire.preludeLimit - count))
        }
        if inbound.readableBytes == 0 {
            inbound = buffer
        } else {
            inbound.writeBuffer(&buffer)
        }
    }

    /// Gives the bytes for the socket, or `nil` where there are none.
    func takeOutbound() -> ByteBuffer? {
        guard outbound.readableBytes > 0 else { return nil }
        defer { outbound = ByteBuffer() }
        return outbound
    }

    /// Drops what was kept for explaining a failed handshake.
    func forgetPrelude() { prelude = nil }

    fileprivate func give(_ target: UnsafeMutableRawPointer?, _ limit: Int) -> Int {
        guard !isCut, !isDeaf, let target else { return -Int(ECONNRESET) }
        let count = min(limit, inbound.readableBytes)
        guard count > 0 else { return -Int(EAGAIN) }
        inbound.readWithUnsafeReadableBytes { source in
            if let start = source.baseAddress { target.copyMemory(from: start, byteCount: count) }
            return count
        }
        // An idle connection is to hold no buffer.
        if inbound.readableBytes == 0 { inbound = ByteBuffer() }
        consumed += UInt64(count)
        return count
    }

    fileprivate func take(_ source: UnsafeRawPointer?, _ count: Int) -> Int {
        guard !isCut, let source else { return -Int(ECONNRESET) }
        // All of it, always: a partial send would make libssh2 refuse every other call meanwhile.
        outbound.writeBytes(UnsafeRawBufferPointer(start: source, count: count))
        return count
    }
}

extension Wire {
    /// Makes this the transport of `session`, whose abstract pointer is this object.
    ///
    /// The session must not outlive the wire.
    static func install(on session: OpaquePointer) {
        flotilla_ssh_set_transport(
            session,
            { _, bytes, count, _, abstract in Wire.of(abstract)?.take(bytes, count) ?? -1 },
            { _, bytes, limit, _, abstract in Wire.of(abstract)?.give(bytes, limit) ?? -1 }
        )
        flotilla_ssh_set_disconnect(session) { _, _, message, count, _, _, abstract in
            guard let message, count > 0 else { return }
            let bytes = UnsafeRawBufferPointer(start: message, count: Int(count))
            Wire.of(abstract)?.farewell = String(foreign: bytes)
        }
    }

    /// The wire behind a session's abstract pointer.
    static func of(_ abstract: UnsafeMutablePointer<UnsafeMutableRawPointer?>?) -> Wire? {
        abstract?.pointee.map { Unmanaged<Wire>.fromOpaque($0).takeUnretainedValue() }
    }
}
