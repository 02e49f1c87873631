import FleetCore
import FleetDocuments
import Foundation

/// What `ssh` is configured to do for hosts: `ssh` itself is asked, for nobody else knows all that may stand there.
struct SSHConfig: Sendable {
    /// The configuration of the operator, and that of the system.
    private let files: [String]
    private let program: String
    /// What `ssh` says where nothing is configured.
    private let plain: SSHConfigAnswer
    private let home: String

    /// How many times `ssh` is started at once.
    private static let atOnce = 8
    /// How long it may take: it may look for names, or run the `exec` of a `Match`.
    private static let limit: Duration = .seconds(10)

    /// Finds the configuration; `nil` where there is none that says anything about how to get to a host.
    ///
    /// - Throws: ``PlanError`` with `.sshConfig`.
    init?(home: String, environment: [String: String]) async throws(PlanError) {
        let own = "\(home)/.ssh/config"
        let files = [own, "/etc/ssh/ssh_config"]
        guard FileManager.default.isReadableFile(atPath: own) || SSHConfig.systemSaysMore(),
            let program = SSHConfig.program(environment)
        else { return nil }
        self.files = files
        self.program = program
        self.home = home
        plain = try await SSHConfig.ask(program, SSHTarget(host: "host"), files: []).get()
    }

    /// What the configuration says about `hosts`, each distinct target asked once.
    ///
    /// - Throws: ``PlanError`` with `.sshConfig`.
    func said(of hosts: [InventoryHost]) async throws(PlanError) -> [SSHConfigured] {
        let targets = hosts.map { SSHTarget($0) }
        let unique = Array(Set(targets.compactMap(\.self)))
        let answers = await Several.run(unique, atOnce: SSHConfig.atOnce) { target in
            await SSHConfig.ask(program, target, files: files)
        }
        var known: [SSHTarget: SSHConfigAnswer] = [:]
        for (target, answer) in zip(unique, answers) { known[target] = try answer.get() }
        return zip(hosts, targets).map { host, target in
            guard let target, let answer = known[target] else { return SSHConfigured() }
            return configured(host, target, answer)
        }
    }

    private func configured(
        _ host: InventoryHost, _ target: SSHTarget, _ answer: SSHConfigAnswer
    ) -> SSHConfigured {
        let place = SourcePlace(file: files[0])
        var configured = SSHConfigured()
        configured.name = target.host
        configured.settings = answer.settings(for: target.host, beside: plain, at: place)
        let paths = answer.keyFiles(beside: plain).map { resolved($0, for: host) }
        // As with ssh, a file that isn't there is nothing to complain of.
        configured.keys = paths.filter { FileManager.default.isReadableFile(atPath: $0) }
            .map { .file(path: $0, passphrase: .prompt) }
        configured.triesOnlyTheseKeys = answer.triesOnlyThese
        configured.proxyCommand = answer.proxyCommand(beside: plain)
        return configured
    }

    /// A path with `~` and the tokens that ssh knows in it.
    ///
    /// - Source: ssh_config(5), TOKENS.
    private func resolved(_ path: String, for host: InventoryHost) -> String {
        let values = [
            "%%": "%", "%d": home, "%h": host.address, "%n": host.id.name, "%p": "\(host.port)",
            "%r": host.settings.user?.value ?? NSUserName(), "%u": NSUserName(),
        ]
        var result = ""
        var rest = path.hasPrefix("~/") ? home + path.dropFirst() : path
        while let percent = rest.firstIndex(of: "%") {
            let token = rest[percent...].prefix(2)
            result += rest[..<percent] + (values[String(token)] ?? String(token))
            rest = String(rest[token.endIndex...])
        }
        return result + rest
    }

    private static func ask(
        _ program: String, _ target: SSHTarget, files: [String]
    ) async -> Result<SSHConfigAnswer, PlanError> {
        // By a text of our own, so that HOME counts, and the system's file as well.
        let includes = files.map { "Include \"\($0)\"\n" }.joined() + "# That is all.\n"
        let asked = BoundedProgram(
            path: program, arguments: ["-G", "-F", "/dev/stdin"] + target.arguments,
            input: Array(includes.utf8), limit: limit, mostBytes: 1 << 20)
        do throws(BoundedProgram.Failure) {
            let answer = String(decoding: try await asked.run(), as: UTF8.self)
            return .success(SSHConfigAnswer(answer))
        } catch {
            return .failure(
                PlanError(
                    .sshConfig,
                    "\(program) can't say what is configured for '\(target.host)': \(error.reason); mend its "
                        + "configuration, or ignore it with --no-ssh-config"))
        }
    }

    /// The system's `ssh`, where it is installed.
    static func program(_ environment: [String: String]) -> String? {
        (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/ssh" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

extension BoundedProgram.Failure {
    /// What happened, in a few words.
    fileprivate var reason: String {
        switch self {
        case .cannotStart(let reason): reason
        case .tookTooLong: "it takes too long"
        case .printedTooMuch: "it says too much"
        case .ended(let how, let errors):
            errors.split(whereSeparator: \.isNewline).first.map(String.init) ?? how
        }
    }
}
