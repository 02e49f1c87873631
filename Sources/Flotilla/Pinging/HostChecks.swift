import FleetCore
import FleetExecution
import FleetRecord
import SSHTransport

/// The checks of one host, layer by layer.
struct HostChecks: HostProbe {
    private let host: PlannedHost
    private let remote: any RemoteHost
    private let eventLoops: SSHEventLoops

    init(_ host: PlannedHost, remote: any RemoteHost, eventLoops: SSHEventLoops) {
        self.host = host
        self.remote = remote
        self.eventLoops = eventLoops
    }

    func verdict() async -> String? { HostPing.Verdict(await ask()).map { $0.description } }

    /// Makes all checks, once.
    func ask() async -> HostPing.Try {
        async let icmp = askNetwork()
        let tcp = await askPort()
        var ssh = HostPing.Finding.skipped("the port doesn't answer")
        if !tcp.isFailure {
            ssh = await HostChecks.finding { () async throws(TransportError) in
                try await remote.answerCommand()
            }
        }
        return HostPing.Try(findings: [.icmp: await icmp, .tcp: tcp, .ssh: ssh])
    }

    private func askNetwork() async -> HostPing.Finding {
        if let obstacle = host.obstacle ?? host.behind { return .skipped(obstacle) }
        return await SystemPing()?.ask(host.machine.address, within: host.endpoint.connectTimeout)
            ?? .skipped("there is no ping program here")
    }

    private func askPort() async -> HostPing.Finding {
        if let obstacle = host.obstacle { return .skipped(obstacle) }
        let port = SSHHost(endpoint: host.endpoint, eventLoops: eventLoops)
        return await HostChecks.finding { () async throws(TransportError) in
            try await port.reachPort()
        }
    }

    private static func finding(
        of check: () async throws(TransportError) -> Void
    ) async -> HostPing.Finding {
        let began = ContinuousClock.now
        do throws(TransportError) {
            try await check()
            return .answered(after: began.duration(to: .now))
        } catch {
            return .failed(Unreachable(error.layer, error.message))
        }
    }
}

extension PlannedHost {
    /// Why the address isn't what is to be asked.
    var obstacle: String? {
        switch way {
        case .local: "it is this machine"
        case .openssh where requested.isBehindProxy == true:
            "ssh is configured to get there by another way"
        case .openssh: behind
        case .auto, .ssh: nil
        }
    }

    /// Which host stands in between.
    var behind: String? {
        requested.jumps?.last.map { "it is behind the jump host '\($0.id)'" }
    }
}

extension RemoteHost {
    /// Logs in and has the login shell print a word.
    ///
    /// - Throws: ``TransportError``; `.commandRefused` where the shell doesn't print it.
    func answerCommand() async throws(TransportError) {
        let connection = try await connect()
        let result: Result<RemoteExit, TransportError>
        do throws(TransportError) {
            result = .success(try await HostChecks.ask(connection))
        } catch {
            result = .failure(error)
        }
        await connection.close()
        guard try result.get() == .code(0) else {
            throw TransportError(
                .commandRefused, "the login shell doesn't run commands for this user")
        }
    }
}

extension HostChecks {
    /// Runs `echo` on `connection`; gives its exit, or none where the word didn't come.
    fileprivate static func ask(
        _ connection: any RemoteConnection
    ) async throws(TransportError) -> RemoteExit {
        let word = "flotilla-is-here"
        let process = try await connection.start(RemoteCommand(text: "echo \(word)"))
        var output: [UInt8] = []
        while true {
            switch try await process.next() {
            case .standardOutput(let bytes): output = (output + bytes).suffix(65_536)
            case .standardError: break
            case .ended(let exit):
                let said = String(decoding: output, as: UTF8.self)
                return said.contains(word) ? exit : .unknown
            }
        }
    }
}
