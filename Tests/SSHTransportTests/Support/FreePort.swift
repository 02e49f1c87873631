import FleetCore
import Foundation
import Testing

/// Finds a place on loopback where nobody listens.
enum FreePort {
    /// A machine with an address of its own, unless one is given, and a port that is free there.
    static func machine(at address: String? = nil) throws -> Machine {
        let address =
            address
            ?? "127.\(Int.random(in: 1...250)).\(Int.random(in: 0...250)).\(Int.random(in: 2...250))"
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #expect(descriptor >= 0)
        defer { close(descriptor) }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        #expect(inet_pton(AF_INET, address, &place.sin_addr) == 1)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isBound)
        return Machine(address: address, port: UInt16(bigEndian: place.sin_port))
    }
}
