import FleetCore
import Foundation
import Testing

/// Finds places on loopback where nobody listens.
enum FreePort {
    /// Below the ports that the kernel gives to outgoing connections: those of other tests come and go there.
    private static let ports: Range<UInt16> = 20_000..<32_000

    /// A machine with an address of its own, unless one is given, and a port that is free there.
    static func machine(at address: String? = nil) throws -> Machine {
        let descriptor = try TCPSocket.open()
        defer { close(descriptor) }
        return try bind(descriptor, at: address)
    }

    /// Binds a socket to such a place.
    static func bind(_ descriptor: Int32, at address: String? = nil) throws -> Machine {
        let address =
            address
            ?? "127.\(Int.random(in: 1...250)).\(Int.random(in: 0...250)).\(Int.random(in: 2...250))"
        for _ in 0..<100 {
            let machine = Machine(address: address, port: .random(in: ports))
            var isBound = false
            try TCPSocket.withAddress(of: machine) { place, length in
                isBound = Foundation.bind(descriptor, place, length) == 0
            }
            if isBound { return machine }
        }
        throw POSIXError(.EADDRINUSE)
    }
}
