import FleetCore
import SSHTransport

/// A jump host behind a relay that counts, and cuts, the connections to it.
struct Bastion {
    let server: LoopbackServer
    let relay: CuttingRelay

    init(_ options: [String] = [], cuts: [Int] = []) throws {
        server = try LoopbackServer(options)
        relay = try CuttingRelay(to: server.machine, cuts: cuts)
    }

    /// The way into it.
    func endpoint() async throws -> SSHEndpoint {
        var endpoint = try await server.endpoint()
        endpoint.machine = relay.machine
        endpoint.name = "b1"
        return endpoint
    }

    /// The way into `host` through it.
    func endpoint(to host: LoopbackServer) async throws -> SSHEndpoint {
        var endpoint = try await host.endpoint()
        endpoint.jumps = [try await self.endpoint()]
        return endpoint
    }
}
