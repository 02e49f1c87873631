import FleetCore
import Foundation
import Testing

/// Accepts TCP connections, says a few bytes, and nothing more.
final class FakeServer: Sendable {
    /// Where it listens.
    let machine: Machine
    private let listener: Int32
    /// What happens to its clients, in order.
    private let events: AsyncStream<Event>

    private enum Event {
        case arrived
        case left
    }

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - saying: What each client is told.
    ///   - hangsUp: Whether the connection is closed then.
    init(saying greeting: String, hangsUp: Bool = false) throws {
        let (listener, machine) = try TCPSocket.listening()
        (self.listener, self.machine) = (listener, machine)
        let (events, log) = AsyncStream.makeStream(of: Event.self)
        self.events = events
        Thread.detachNewThread {
            while let client = TCPSocket.accept(from: listener) {
                _ = greeting.withCString { send(client, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
                log.yield(.arrived)
                if hangsUp { shutdown(client, Int32(SHUT_WR)) }
                var bytes = [UInt8](repeating: 0, count: 4_096)
                while recv(client, &bytes, bytes.count, 0) > 0 {}
                close(client)
                log.yield(.left)
            }
        }
    }

    deinit { TCPSocket.stop(listener) }

    /// Waits until somebody is connected.
    func waitForClient() async { await wait(for: .arrived) }

    /// Waits until a client has hung up.
    func waitForClientToLeave() async { await wait(for: .left) }

    private func wait(for expected: Event) async {
        for await event in events where event == expected { return }
    }
}

/// A TCP connection that says nothing.
struct FakeClient {
    private let descriptor: Int32

    init(_ machine: Machine) throws {
        let descriptor = try TCPSocket.open()
        try TCPSocket.withAddress(of: machine) { address, length in
            try #require(connect(descriptor, address, length) == 0)
        }
        // The server's banner: it has begun to wait for ours.
        var byte: UInt8 = 0
        try #require(recv(descriptor, &byte, 1, 0) == 1)
        self.descriptor = descriptor
    }

    /// Hangs up.
    func close() { Foundation.close(descriptor) }
}

/// Plain sockets, for what plays the other side.
enum TCPSocket {
    /// Makes a socket that no child inherits.
    static func open() throws -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, type, 0)
        try #require(descriptor >= 0)
        return descriptor
    }

    /// Makes a socket that listens at an address of its own, for ``accept(from:)`` and ``stop(_:)``.
    ///
    /// The port is kept from the moment on that it was found free.
    static func listening(backlog: Int32 = 8) throws -> (listener: Int32, machine: Machine) {
        let listener = try open()
        let machine = try FreePort.bind(listener)
        try #require(listen(listener, backlog) == 0)
        return (listener, machine)
    }

    /// Waits for the next client; closes the listener once it has been stopped.
    ///
    /// Whoever stops it must not close it: the number would be another test's socket, which this thread, busy with
    /// a client until then, would accept from.
    static func accept(from listener: Int32) -> Int32? {
        let client = Foundation.accept(listener, nil, nil)
        guard client >= 0 else {
            close(listener)
            return nil
        }
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        return client
    }

    /// Has a listener take no more clients.
    static func stop(_ listener: Int32) { shutdown(listener, Int32(SHUT_RDWR)) }

    /// Gives the address of a machine in 127.0.0.0/8 as the system takes it.
    static func withAddress(
        of machine: Machine, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void
    ) throws {
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = machine.port.bigEndian
        try #require(inet_pton(AF_INET, machine.address, &place.sin_addr) == 1)
        try withUnsafePointer(to: &place) {
            try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
