public import FleetCore
import FleetExecution
public import SSHTransport

/// Asks hosts whether they are there, and at which layer they aren't.
public struct FleetPing: Sendable {
    /// How often a host that doesn't answer well is asked again.
    public var retries = 2
    /// How long to wait before that.
    public var delay: Duration = .seconds(1)

    private let plan: RunPlan
    private let eventLoops: SSHEventLoops
    private let system = SystemPing()

    /// Creates the ping of a plan's hosts.
    public init(_ plan: RunPlan, eventLoops: SSHEventLoops) {
        self.plan = plan
        self.eventLoops = eventLoops
    }

    /// Asks all hosts, as many at once as the fanout says.
    ///
    /// - Parameter report: Told of each try, with its number, as it comes.
    /// - Returns: What was found out, in the order of the inventory.
    public func ask(
        report: @escaping @Sendable (HostID, Int, HostPing.Try) async -> Void
    ) async -> [HostPing] {
        await withTaskGroup(of: (Int, HostPing).self) { group in
            var hosts = plan.hosts.enumerated().makeIterator()
            func startNext() {
                guard let (index, host) = hosts.next() else { return }
                group.addTask { (index, await ask(host, report: report)) }
            }
            for _ in 0..<plan.fanout { startNext() }
            var found: [Int: HostPing] = [:]
            for await (index, ping) in group {
                found[index] = ping
                startNext()
            }
            return plan.hosts.indices.compactMap { found[$0] }
        }
    }

    private func ask(
        _ host: PlannedHost, report: @Sendable (HostID, Int, HostPing.Try) async -> Void
    ) async -> HostPing {
        var ping = HostPing(host: host.id, machine: host.machine, tries: [])
        while true {
            let found = await askOnce(host)
            ping.tries.append(found)
            await report(host.id, ping.tries.count, found)
            guard !found.isGood, ping.tries.count <= retries else { return ping }
            do {
                try await Task.sleep(for: delay)
            } catch {
                // Cancelled: what is known so far is all there will be.
                return ping
            }
        }
    }

    private func askOnce(_ host: PlannedHost) async -> HostPing.Try {
        let remote = SSHHost(endpoint: host.endpoint, eventLoops: eventLoops)
        async let icmp =
            system?.ask(host.machine.address, within: host.endpoint.connectTimeout)
            ?? .skipped("there is no ping program here")
        let tcp = await FleetPing.finding { () async throws(TransportError) in
            try await remote.reachPort()
        }
        var ssh = HostPing.Finding.skipped("the port doesn't answer")
        if tcp.isAnswer {
            ssh = await FleetPing.finding { () async throws(TransportError) in
                try await remote.answerCommand()
            }
        }
        return HostPing.Try(findings: [.icmp: await icmp, .tcp: tcp, .ssh: ssh])
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

extension RemoteHost {
    /// Logs in and has the login shell print a word.
    ///
    /// - Throws: ``TransportError``; `.commandRefused` where the shell doesn't print it.
    func answerCommand() async throws(TransportError) {
        let connection = try await connect()
        let result: Result<RemoteExit, TransportError>
        do throws(TransportError) {
            result = .success(try await FleetPing.ask(connection))
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

extension FleetPing {
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
