import FleetCore
import FleetExecution
import Foundation
import ProcessTransport
import SSHTransport
import Testing

/// The ways into a host, which promise the same.
enum Transport: String, CaseIterable, CustomTestStringConvertible {
    /// libssh2.
    case ssh
    /// The system's `ssh`.
    case openssh
    /// No way at all: this machine.
    case local

    /// Those that have a server at their end.
    static let remote: [Transport] = [.ssh, .openssh]

    var testDescription: String { rawValue }

    /// The length of a command that it takes, and of one that it doesn't.
    var commandLengths: (fine: Int, tooLong: Int) {
        self == .ssh ? (30_000, 100_000) : (130_000, 140_000)
    }

    /// What is known of a command that SIGKILL ended: the system's ssh doesn't tell.
    var killed: RemoteExit { self == .openssh ? .unknown : .signal("KILL") }
}

/// A real host that is reached by one of the transports.
final class TransportHost {
    /// Its server; none where it is this machine.
    let server: LoopbackServer?
    /// For a test's files.
    let folder: TestFolder
    /// How much of a command's output libssh2 lets the server send ahead.
    var window: Int?
    /// When a silent connection is given up.
    var liveness = Liveness()
    private let transport: Transport

    init(
        _ transport: Transport, options: [String] = [], sftp: String? = "internal-sftp"
    ) throws {
        self.transport = transport
        server = transport == .local ? nil : try LoopbackServer(options, sftp: sftp)
        folder = try server?.folder ?? TestFolder()
    }

    /// The host.
    func remote() async throws -> any RemoteHost {
        guard let server else {
            return LocalHost(
                home: folder.path, environment: ProcessInfo.processInfo.environment,
                eventLoops: TestLoops.shared)
        }
        guard transport == .openssh else {
            var endpoint = try await server.endpoint()
            if let window { endpoint.window = window }
            endpoint.liveness = liveness
            return SSHHost(endpoint: endpoint, eventLoops: TestLoops.shared)
        }
        var endpoint = try server.opensshEndpoint()
        endpoint.liveness = liveness
        return OpenSSHHost(endpoint: endpoint, eventLoops: TestLoops.shared)
    }

    /// Gives a connection to `body`, and closes it whatever happens.
    func withConnection<Value>(
        _ body: (any RemoteConnection) async throws -> Value
    ) async throws -> Value {
        try await remote().withConnection(body)
    }
}

extension LoopbackServer {
    /// How the system's ssh gets in, knowing no host key, nor anything that is configured on this machine.
    func opensshEndpoint() throws -> OpenSSHEndpoint {
        var endpoint = OpenSSHEndpoint(
            program: try #require(Programs.path(of: "ssh")), machine: machine, user: user,
            home: folder.path, environment: ProcessInfo.processInfo.environment)
        endpoint.keys = .init(files: [key.path], triesAgent: false)
        endpoint.hostKeys = .off
        endpoint.knownHosts = [folder.file("known_hosts")]
        return endpoint
    }
}

extension RemoteHost {
    /// Gives a connection to `body`, and closes it whatever happens.
    func withConnection<Value>(
        _ body: (any RemoteConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try await connect()
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }
}
