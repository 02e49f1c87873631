import Foundation
import Synchronization
import Testing

/// Real SSH servers on loopback, started once for all tests of a process, and ended with it.
///
/// Each test takes hosts that no other test uses, so that it may look at what is left on them.
final class Farm: Sendable {
    /// A host: an address of its own, and a HOME of its own.
    struct Host: Decodable, Sendable {
        let name: String
        let address: String
        let port: Int
        let home: String
    }

    private struct Listing: Decodable {
        let hosts: [Host]
        let refusing: [Host]
    }

    /// The farm of this process, up as soon as the first test wants it.
    static var shared: Farm {
        get async throws { try await starting.value }
    }
    /// Awaited by every test that wants a host.
    private static let starting = Task { try await Farm() }

    /// A farm of servers that only take what libssh2 1.10 hasn't: ciphers and MACs that came later.
    static var hardened: Farm {
        get async throws { try await startingHardened.value }
    }
    private static let startingHardened = Task {
        try await Farm(
            size: 4, network: 200,
            options: [
                "Ciphers chacha20-poly1305@openssh.com", "MACs hmac-sha2-256-etm@openssh.com",
            ])
    }

    /// How many hosts tests may take.
    private static let size = 288

    /// A host where nobody listens.
    let refusing: Host
    private let path: String
    private let scratch: Scratch
    private let left: Mutex<[Host]>

    /// - Parameter network: The second number of its addresses, at least.
    private init(
        size: Int = Farm.size, network: Int32 = 100, options: [String] = []
    ) async throws {
        scratch = try Scratch()
        path = scratch.file("farm")
        try Farm.takeDownAtEnd(path: path, folder: scratch.path)
        let names = (1...size).map { "h\($0)" }.joined(separator: ",")
        // Another farm of this machine, of another checkout, has other addresses.
        let prefix = "127.\(network + getpid() % (network == 100 ? 100 : 50))"
        let up = try Spawned(
            [Farm.program, "up", path, "--hosts", names, "--refusing", "off", "--prefix", prefix]
                + options.flatMap { ["--sshd-option", $0] },
            environment: ["PATH": Farm.searchPath], folder: scratch.path)
        let status = await up.status
        guard status == 0 else { throw FarmError(message: up.errors.text) }
        let listing = try JSONDecoder().decode(
            Listing.self, from: Data(bytes(ofFile: "\(path)/hosts.json")))
        guard let off = listing.refusing.first else { throw FarmError(message: "none refuses") }
        refusing = off
        left = Mutex(listing.hosts)
    }

    /// A host that no test has had.
    func host() throws -> Host {
        let host = left.withLock { $0.popLast() }
        return try #require(host, "the farm has too few hosts")
    }

    /// Several of them.
    func hosts(_ count: Int) throws -> [Host] { try (0..<count).map { _ in try host() } }

    /// Breaks the connections that a host serves; what runs there runs on.
    func cut(_ host: Host) async throws {
        let cut = try Spawned(
            [Farm.program, "cut", path, "--host", host.name],
            environment: ["PATH": Farm.searchPath], folder: scratch.path)
        let status = await cut.status
        guard status == 0 else { throw FarmError(message: cut.errors.text) }
    }

    /// The private key that logs in.
    var key: String { "\(path)/id" }
    /// The servers' host keys.
    var knownHosts: String { "\(path)/known_hosts" }

    /// Where farms are made.
    private static let program = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Farm/farm").path

    static let searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// Starts what takes the farm down once this process is gone, in whatever way: its standard input ends when
    /// we do.
    private static func takeDownAtEnd(path: String, folder: String) throws {
        let life = try Spawned.channel()
        defer { close(life.reading) }
        // What it inherits from other tests it closes: they would wait for the ends of their pipes.
        let script = """
            import os, shutil, subprocess, sys
            os.closerange(3, 65536)
            sys.stdin.read()
            subprocess.call([sys.argv[1], "down", sys.argv[2]])
            shutil.rmtree(sys.argv[3], ignore_errors=True)
            """
        try Spawned.detached(
            ["/usr/bin/env", "python3", "-c", script, program, path, folder],
            environment: ["PATH": searchPath], input: life.reading)
    }
}

/// Why there is no farm.
struct FarmError: Error, CustomStringConvertible {
    let message: String
    var description: String { "no farm: \(message)" }
}
