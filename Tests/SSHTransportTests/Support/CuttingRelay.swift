import FleetCore
import Foundation
import Synchronization
import Testing

/// Passes TCP connections on to a server, and resets each of the first ones after so many bytes.
final class CuttingRelay: Sendable {
    /// Where it listens.
    let machine: Machine
    private let listener: Int32
    private let total = Atomic<Int>(0)
    private let accepted = Atomic<Int>(0)

    /// How many connections it has taken.
    var connections: Int { accepted.load(ordering: .relaxed) }

    /// How many bytes it has passed on, both ways and all connections together.
    var passed: Int { total.load(ordering: .relaxed) }

    /// Starts to listen.
    ///
    /// - Parameter cuts: After how many bytes, both ways together, the first connection is cut, the second, and so
    ///   on; those behind are left alone.
    init(to server: Machine, cuts: [Int]) throws {
        let (listener, machine) = try TCPSocket.listening()
        (self.listener, self.machine) = (listener, machine)
        Thread.detachNewThread { [self] in
            var cuts = cuts[...]
            while let client = TCPSocket.accept(from: listener) {
                accepted.add(1, ordering: .relaxed)
                let limit = cuts.popFirst() ?? .max
                do {
                    try Link(client, to: server, limit: limit, total: self).start()
                } catch {
                    close(client)
                }
            }
        }
    }

    /// Ends it; the thread that accepts holds it until then.
    func stop() { TCPSocket.stop(listener) }

    /// One connection.
    private final class Link: Sendable {
        private let ends: (client: Int32, server: Int32)
        private let limit: Int
        private let relay: CuttingRelay
        private let count = Mutex(0)

        init(
            _ client: Int32, to machine: Machine, limit: Int, total relay: CuttingRelay
        ) throws {
            let server = try TCPSocket.open()
            try TCPSocket.withAddress(of: machine) { address, length in
                try #require(connect(server, address, length) == 0)
            }
            self.ends = (client, server)
            self.limit = limit
            self.relay = relay
        }

        /// Passes bytes on, a thread for each direction, until one of them ends or has had enough.
        func start() {
            let threads = DispatchGroup()
            for (from, to) in [(ends.client, ends.server), (ends.server, ends.client)] {
                threads.enter()
                Thread.detachNewThread { [self] in
                    pass(from, to)
                    // The other direction ends with this one.
                    shutdown(ends.client, Int32(SHUT_RDWR))
                    shutdown(ends.server, Int32(SHUT_RDWR))
                    threads.leave()
                }
            }
            Thread.detachNewThread { [self] in
                threads.wait()
                close(ends.client)
                close(ends.server)
            }
        }

        private func pass(_ from: Int32, _ to: Int32) {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            while case let got = recv(from, &bytes, bytes.count, 0), got > 0 {
                let allowed = count.withLock { count in
                    let allowed = min(got, limit - count)
                    count += allowed
                    return allowed
                }
                relay.total.add(allowed, ordering: .relaxed)
                var rest = bytes[..<allowed]
                while !rest.isEmpty {
                    let sent = rest.withUnsafeBytes {
                        send(to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                    }
                    guard sent > 0 else { return }
                    rest = rest.dropFirst(sent)
                }
                guard allowed == got else { return reset() }
            }
        }

        /// Makes closing a reset, as a firewall's would be.
        private func reset() {
            var linger = linger(l_onoff: 1, l_linger: 0)
            for end in [ends.client, ends.server] {
                setsockopt(
                    end, SOL_SOCKET, SO_LINGER, &linger,
                    socklen_t(MemoryLayout.size(ofValue: linger)))
            }
        }
    }
}
