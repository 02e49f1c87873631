import FleetCore
import FleetExecution
import Foundation
import SSHTransport

/// Copies one file to or from a server, as a step would: what `Benchmarks/run copying` measures.
///
///     CopyBenchmark push|fetch ADDRESS PORT KEY LOCAL REMOTE
@main
enum CopyBenchmark {
    /// Where files that are fetched go, by host and path.
    private static let host = "bench"

    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 6, let port = UInt16(arguments[2]),
            let remote = RemotePath(arguments[5]), let host = HostID(host),
            let step = StepID("copy")
        else { throw Misuse() }
        var random = SystemRandomNumberGenerator()
        let order = FileOrder(
            arguments[0] == "push"
                ? .push(source: arguments[4], target: remote, mode: nil)
                : .fetch(source: remote, folder: arguments[4]),
            job: JobID(host: host, step: step), nonce: Nonce(using: &random))
        let known = try await KnownHosts.load(KnownHostsFiles(user: [], system: []))
        let endpoint = SSHEndpoint(
            machine: Machine(address: arguments[1], port: port), user: NSUserName(),
            identities: [.privateKey(try await PrivateKey.load(path: arguments[3]))],
            hostKeys: HostKeyCheck(policy: .off, knownHosts: known))
        let executor = FileTransferExecutor(
            order, on: SSHHost(endpoint: endpoint, eventLoops: SSHEventLoops(threads: 1)),
            policy: JobPolicy(), journal: Told())
        let outcome = await executor.run(control: JobControl())
        guard outcome == .ok else { exit(1) }
    }

    /// The arguments aren't the ones above.
    private struct Misuse: Error {}
}

/// Prints what happens.
private struct Told: JobJournal {
    func record(_ event: JobEvent) { print(event) }
    func append(_ output: ArraySlice<UInt8>, from stream: FleetCore.OutputStream, start: Int) {}
    func complete() {}
    func seal() {}
}
