import FleetCore
import Foundation
import SSHTransport
import Testing

/// A real dropbear on loopback, without a program for SFTP, as small hosts have it.
///
/// It looks for keys in the user's home and nowhere else, so it runs with a folder of its own mounted there, out of
/// everybody else's sight: that takes root.
final class DropbearServer {
    /// Where it listens.
    let machine: Machine
    /// Its files.
    let folder: TestFolder
    private let key: TestKey
    private let process: ChildProcess

    /// Starts a server and waits until it listens; `nil` without the right to mount, as in a container.
    init?() throws {
        folder = try TestFolder()
        key = try TestKey(in: folder, "user_key")
        machine = try FreePort.machine()
        let home = folder.file("home")
        try FileManager.default.createDirectory(
            atPath: "\(home)/.ssh", withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try folder.write(key.publicLine, to: "home/.ssh/authorized_keys")
        let host = folder.file("host_key")
        #expect(try Programs.run("dropbearkey", ["-t", "ed25519", "-f", host]).status == 0)
        let script = """
            set -e
            mount --bind "$1" "$2"
            if [ -e /usr/lib/sftp-server ]; then mount --bind /dev/null /usr/lib/sftp-server; fi
            exec dropbear -F -E -s -r "$3" -p "$4" -P "$1/pid"
            """
        let path = try #require(Programs.path(of: "unshare"))
        process = try ChildProcess(
            path,
            [
                "-m", "sh", "-c", script, "sh", home,
                FileManager.default.homeDirectoryForCurrentUser.path,
                host, "\(machine.address):\(machine.port)",
            ], reading: .error)
        var text = ""
        // It says so behind listening.
        while !text.contains("Not backgrounding") {
            let data = process.output.availableData
            guard !data.isEmpty else {
                process.wait()
                return nil
            }
            text += String(decoding: data, as: UTF8.self)
        }
        process.output.readabilityHandler = { handle in
            if handle.availableData.isEmpty { handle.readabilityHandler = nil }
        }
    }

    deinit {
        process.output.readabilityHandler = nil
        process.stop()
    }

    /// How to get in, knowing no host key.
    func endpoint() async throws -> SSHEndpoint {
        let known = try await KnownHosts.load(KnownHostsFiles(user: [], system: []))
        return SSHEndpoint(
            machine: machine, user: NSUserName(), identities: [.privateKey(try await key.load())],
            hostKeys: HostKeyCheck(policy: .off, knownHosts: known))
    }
}
