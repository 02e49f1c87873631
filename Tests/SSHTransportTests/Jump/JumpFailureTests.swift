import FleetCore
import FleetExecution
import SSHTransport
import TestSupport
import Testing

@Suite("A way that a jump host bars", .needs("sshd", "ssh-keygen"), .fewAtOnce)
struct JumpFailureTests {
    /// Why `endpoint` can't be connected to.
    private func failure(of endpoint: SSHEndpoint) async -> TransportError? {
        await #expect(throws: TransportError.self) {
            try await withConnection(to: endpoint) { _ in }
        }
    }

    @Test("is told with what forbids it")
    func forbidden() async throws {
        let bastion = try Bastion(["AllowTcpForwarding no"])
        defer { bastion.relay.stop() }
        let host = try LoopbackServer()
        let error = try await failure(of: bastion.endpoint(to: host))
        #expect(error?.code == .channelRefused)
        #expect(error?.message.contains("jump host 'b1' may not connect to") == true)
        #expect(error?.message.contains("AllowTcpForwarding") == true)
    }

    @Test("is told where nothing listens behind it")
    func refused() async throws {
        let bastion = try Bastion()
        defer { bastion.relay.stop() }
        let host = try LoopbackServer()
        let endpoint = try await bastion.endpoint(to: host)
        var closed = endpoint
        closed.machine = try FreePort.machine()
        let error = await failure(of: closed)
        #expect(error?.code == .refused)
        #expect(
            error?.message.contains("jump host 'b1' can't connect to \(closed.machine)") == true)
        try await withConnection(to: endpoint) { _ in }
        #expect(bastion.relay.connections == 1)
    }

    @Test("is told to all that wait for it")
    func notThere() async throws {
        let host = try LoopbackServer()
        var endpoint = try await host.endpoint()
        var nowhere = endpoint
        nowhere.machine = try FreePort.machine()
        nowhere.name = "b1"
        endpoint.jumps = [nowhere]
        let errors = await withTaskGroup(of: TransportError?.self) { [endpoint] group in
            for _ in 0..<5 { group.addTask { await failure(of: endpoint) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for error in errors {
            #expect(error?.code == .refused)
            #expect(error?.message.hasPrefix("jump host 'b1': port") == true)
        }
    }

    @Test("is told apart by whose host key isn't known")
    func hostKeys() async throws {
        let bastion = try Bastion()
        defer { bastion.relay.stop() }
        let host = try LoopbackServer()
        var endpoint = try await bastion.endpoint(to: host)
        endpoint.jumps[0].hostKeys.policy = .strict
        let first = await failure(of: endpoint)
        #expect(first?.code == .hostKeyUnknown)
        #expect(first?.message.hasPrefix("jump host 'b1': ") == true)

        endpoint.jumps[0].hostKeys.policy = .off
        endpoint.hostKeys.policy = .strict
        let second = await failure(of: endpoint)
        #expect(second?.code == .hostKeyUnknown)
        #expect(second?.message.contains("jump host") == false)
    }

    @Test("is told once where a host key was learned, by the first that goes there")
    func learned() async throws {
        let (first, second) = (try Bastion(), try Bastion())
        defer {
            first.relay.stop()
            second.relay.stop()
        }
        let host = try LoopbackServer()
        var endpoint = try await second.endpoint(to: host)
        endpoint.jumps.insert(try await first.endpoint(), at: 0)
        endpoint.jumps[0].name = "b0"
        for index in 0...1 { endpoint.jumps[index].hostKeys.policy = .acceptNew }
        try await withConnection(to: endpoint) { connection in
            #expect(connection.notices.count == 2)
            #expect(connection.notices[0].hasPrefix("jump host 'b0': "))
            #expect(connection.notices[1].hasPrefix("jump host 'b1': "))
        }
        try await withConnection(to: endpoint) { #expect($0.notices == []) }
    }

    @Test("ends the wait for it when the task is cancelled")
    func cancelled() async throws {
        let host = try LoopbackServer()
        var endpoint = try await host.endpoint()
        let silent = try SilentMachine()
        var nowhere = endpoint
        nowhere.machine = silent.machine
        nowhere.connectTimeout = .seconds(5)
        endpoint.jumps = [nowhere]
        let waiting = Task { [endpoint] in
            try await withConnection(to: endpoint) { _ in }
        }
        waiting.cancel()
        let error = await #expect(throws: TransportError.self) { try await waiting.value }
        #expect(error?.code == .cancelled)
    }
}

@Suite("The address to connect from", .needs("sshd", "ssh-keygen"), .fewAtOnce)
struct BindAddressTests {
    @Test("is where the connection comes from")
    func comesFromThere() async throws {
        let host = try LoopbackServer()
        var endpoint = try await host.endpoint()
        endpoint.bindAddress = "127.9.8.7"
        try await withConnection(to: endpoint) { connection in
            let text = try await connection.run("echo ${SSH_CONNECTION%% *}").text
            #expect(text == "127.9.8.7\n")
        }
    }

    @Test("is told when this machine doesn't have it", arguments: ["192.0.2.77", "somewhere"])
    func notOurs(address: String) async throws {
        let host = try LoopbackServer()
        var endpoint = try await host.endpoint()
        endpoint.bindAddress = address
        let place = endpoint
        let error = await #expect(throws: TransportError.self) {
            try await withConnection(to: place) { _ in }
        }
        #expect(error?.code == .noRoute)
        #expect(error?.message.contains("bind address '\(address)'") == true)
    }
}
