import FleetExecution
import SSHTransport

/// All that a command gave.
struct AllOutput {
    var output: [UInt8] = []
    var error: [UInt8] = []
    var exit = RemoteExit.unknown

    /// The standard output as text.
    var text: String { String(decoding: output, as: UTF8.self) }
}

extension RemoteProcess {
    /// Reads to the end.
    func all() async throws -> AllOutput {
        var result = AllOutput()
        while true {
            switch try await next() {
            case .standardOutput(let bytes): result.output += bytes
            case .standardError(let bytes): result.error += bytes
            case .ended(let exit):
                result.exit = exit
                return result
            }
        }
    }
}

extension RemoteConnection {
    /// Runs a command to its end.
    func run(_ command: String, input: [UInt8] = []) async throws -> AllOutput {
        try await start(RemoteCommand(text: command, input: input)).all()
    }
}

/// Gives a connection to `body`, and closes it whatever happens.
func withConnection<Value>(
    to endpoint: SSHEndpoint, _ body: (any RemoteConnection) async throws -> Value
) async throws -> Value {
    try await SSHHost(endpoint: endpoint, eventLoops: TestLoops.shared).withConnection(body)
}

/// The event loops of all tests; the process's end is theirs.
enum TestLoops {
    static let shared = SSHEventLoops(threads: 2)
    /// For what is timed: a loop that no other test's connections keep busy.
    static let timed = SSHEventLoops(threads: 1)
}
