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

    /// Starts a server and waits until it listens.
    ///
    /// - Parameters:
    ///   - options: Lines for its configuration; the first of a name wins over the ones given here.
    ///   - hostKey: How `ssh-keygen` makes its host key.
    ///   - sftp: What serves SFTP; `nil` for a server without.
    init(
        _ options: [String] = [], hostKey: [String] = ["-t", "ed25519"],
        userKey: [String] = ["-t", "ed25519"], sftp: String? = "internal-sftp"
    ) throws {
        folder = try TestFolder()
        key = try TestKey(in: folder, "user_key", userKey)
        let host = try TestKey(in: folder, "host_key", hostKey)
        machine = try FreePort.machine()
        try folder.write(key.publicLine, to: "authorized_keys")
        let home = folder.file("home")
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        let settings =
            options + [
                "Port \(machine.port)", "ListenAddress \(machine.address)", "HostKey \(host.path)",
                "AuthorizedKeysFile \(folder.file("authorized_keys"))", "UsePAM no",
                "StrictModes no", "PidFile none", "PasswordAuthentication no",
                "KbdInteractiveAuthentication no", "SetEnv HOME=\(home)",
                "UseDNS no", "LogLevel VERBOSE",
            ] + (sftp.map { ["Subsystem sftp \($0)"] } ?? [])
        try folder.write(settings.joined(separator: "\n") + "\n", to: "sshd_config")
        process = try LoopbackServer.start(config: folder.file("sshd_config"))
    }

    private static func start(config: String) throws -> ChildProcess {
        if getuid() == 0 {
            // What a service's start does: without it sshd refuses to run as root.
            try FileManager.default.createDirectory(
                atPath: "/run/sshd", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o755])
        }
        let path = try #require(Programs.path(of: "sshd"))
        let process = try ChildProcess(path, ["-D", "-e", "-f", config], reading: .error)
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
    struct NotStarted: Error { let log: String }

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
