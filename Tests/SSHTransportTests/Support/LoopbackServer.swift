import FleetCore
import Foundation
import SSHTransport
import Testing

/// A real OpenSSH server on loopback, with its own host key, home and authorized keys.
///
/// It has an address of its own in 127.0.0.0/8, so that no two servers compete for a port.
final class LoopbackServer {
    /// Where it listens.
    let machine: Machine
    /// Its files: `home`, `host_key`, `authorized_keys`.
    let folder: TestFolder
    /// A key that it lets in.
    let key: TestKey
    /// The user that it lets in: whoever runs the test.
    let user = NSUserName()
    private let process: ChildProcess
    /// What belongs to it.
    private let kept: TestFolder?

    /// Starts a server and waits until it listens.
    ///
    /// - Parameters:
    ///   - options: Lines for its configuration; the first of a name wins over the ones given here.
    ///   - hostKey: How `ssh-keygen` makes its host key.
    ///   - sftp: What serves SFTP; `nil` for a server without.
    ///   - address: Where it listens instead of an address of its own.
    ///   - launcher: A command line that becomes the server: the server's is added to it.
    ///   - kept: What has to be there for as long as it runs.
    init(
        _ options: [String] = [], hostKey: [String] = ["-t", "ed25519"],
        userKey: [String] = ["-t", "ed25519"], sftp: String? = "internal-sftp",
        at address: String? = nil, behind launcher: [String] = [], keeping kept: TestFolder? = nil
    ) throws {
        self.kept = kept
        folder = try TestFolder()
        key = try TestKey(in: folder, "user_key", userKey)
        let host = try TestKey(in: folder, "host_key", hostKey)
        try folder.write(key.publicLine, to: "authorized_keys")
        let home = folder.file("home")
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        let settings =
            options + [
                "HostKey \(host.path)",
                "AuthorizedKeysFile \(folder.file("authorized_keys"))", "UsePAM no",
                "StrictModes no", "PidFile none", "PasswordAuthentication no",
                "KbdInteractiveAuthentication no", "SetEnv HOME=\(home)",
                "UseDNS no", "LogLevel VERBOSE",
            ] + (sftp.map { ["Subsystem sftp \($0)"] } ?? [])
        try folder.write(settings.joined(separator: "\n") + "\n", to: "sshd_config")
        (process, machine) = try LoopbackServer.start(
            launcher, config: folder.file("sshd_config"), at: address)
    }

    /// Starts a server on a port that is free, and on another one where somebody took it just then: on a shared
    /// address each connection that anyone makes has a port there as well.
    private static func start(
        _ launcher: [String], config: String, at address: String?
    ) throws -> (process: ChildProcess, machine: Machine) {
        for _ in 1..<10 {
            let machine = try FreePort.machine(at: address)
            do {
                return (try start(launcher, config: config, on: machine), machine)
            } catch let error as NotStarted where error.isPortTaken {
                continue
            }
        }
        let machine = try FreePort.machine(at: address)
        return (try start(launcher, config: config, on: machine), machine)
    }

    private static func start(
        _ launcher: [String], config: String, on machine: Machine
    ) throws -> ChildProcess {
        if getuid() == 0 {
            // What a service's start does: without it sshd refuses to run as root.
            try FileManager.default.createDirectory(
                atPath: "/run/sshd", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o755])
        }
        let sshd = try #require(Programs.path(of: "sshd"))
        let place = ["-o", "ListenAddress=\(machine.address):\(machine.port)"]
        let words = launcher + [sshd, "-D", "-e", "-f", config] + place
        let program = try #require(words[0].hasPrefix("/") ? words[0] : Programs.path(of: words[0]))
        let process = try ChildProcess(program, Array(words.dropFirst()), reading: .error)
        // It says when it listens. What comes later goes on being read, or the pipe would fill.
        var text = ""
        while !text.contains("Server listening") {
            let data = process.output.availableData
            guard !data.isEmpty else {
                process.stop()
                throw NotStarted(log: text)
            }
            text += String(decoding: data, as: UTF8.self)
        }
        process.output.readabilityHandler = { handle in
            if handle.availableData.isEmpty { handle.readabilityHandler = nil }
        }
        return process
    }

    /// Why a server didn't start: what it printed.
    struct NotStarted: Error {
        let log: String

        /// Whether its port was somebody else's.
        var isPortTaken: Bool { log.contains("Address already in use") }
    }

    deinit {
        process.output.readabilityHandler = nil
        process.stop()
    }

    /// How to get in, knowing no host key.
    func endpoint(
        identities: [Identity]? = nil, policy: HostKeyPolicy = .off,
        knownHosts: KnownHosts? = nil
    ) async throws -> SSHEndpoint {
        let files = KnownHostsFiles(user: [folder.file("known_hosts")], system: [])
        let known: KnownHosts
        if let knownHosts { known = knownHosts } else { known = try await KnownHosts.load(files) }
        let offered: [Identity]
        if let identities {
            offered = identities
        } else {
            offered = [.privateKey(try await key.load())]
        }
        return SSHEndpoint(
            machine: machine, user: user, identities: offered,
            hostKeys: HostKeyCheck(policy: policy, knownHosts: known))
    }
}
