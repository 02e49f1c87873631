import FleetCore
import FleetRecord
import ProcessTransport

/// The system's `ssh` program, looked for once, and what it finds.
struct SystemSSH {
    private let program: String?
    private let home: String
    private let environment: [String: String]

    /// Looks for the program in the `PATH` of `environment`.
    init(home: String, environment: [String: String]) {
        program = SSHConfig.program(environment)
        self.home = home
        // What is ours, such as passphrases, is no business of programs that ssh runs.
        self.environment = environment.filter { !$0.key.hasPrefix("FLOTILLA_") }
    }

    /// Whether it is installed.
    var isThere: Bool { program != nil }

    /// The way into `host` by it; where it isn't installed, connecting says so.
    func endpoint(to host: RequestedHost) -> OpenSSHEndpoint {
        var endpoint = OpenSSHEndpoint(
            program: program ?? "ssh", machine: host.machine, user: host.user, home: home,
            environment: environment)
        endpoint.configuredName = host.sshName
        endpoint.keys = host.keys.map { keys in
            OpenSSHEndpoint.Keys(
                files: keys.compactMap { key in
                    if case .file(let path, _) = key { return resolved(path) }
                    return nil
                },
                triesAgent: keys.contains(.agent))
        }
        // A word of a newer flotilla is taken for the safest.
        endpoint.hostKeys = HostKeyPolicy(rawValue: host.hostKeys) ?? .strict
        endpoint.knownHosts = host.knownHosts.map { resolved($0) }
        endpoint.proxyCommand = host.jumps.map { jumps in
            RequestedHost.proxyCommand(through: jumps, options: ["-o", "BatchMode=yes"]) ?? "none"
        }
        endpoint.bindAddress = host.bindAddress
        if let limit = host.connectTimeout.flatMap({ Duration(written: $0) }) {
            endpoint.connectTimeout = limit
        }
        return endpoint
    }

    private func resolved(_ path: String) -> String {
        path.hasPrefix("~/") ? home + path.dropFirst() : path
    }
}
