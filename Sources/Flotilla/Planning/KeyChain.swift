import FleetCore
import FleetDocuments
import SSHTransport

/// Gets the keys that hosts are logged into with: each read, decrypted or asked for once, before any host is
/// contacted.
actor KeyChain {
    /// What a host is authenticated with, and the files it came from.
    struct Keys: Sendable {
        var identities: [Identity] = []
        var files: [String] = []
    }

    private let inventory: Inventory
    private let eventLoops: SSHEventLoops
    private let ask: @Sendable (String) async -> String?
    private let ring = KeyRing()
    private var agentKeys: Result<[AgentKey], KeyError>?
    private var standard: Keys?

    /// Creates the keys of an inventory.
    ///
    /// - Parameter ask: Asks the operator for a passphrase; `nil` where nobody can be asked.
    init(
        _ inventory: Inventory, eventLoops: SSHEventLoops,
        ask: @escaping @Sendable (String) async -> String?
    ) {
        self.inventory = inventory
        self.eventLoops = eventLoops
        self.ask = ask
    }

    /// The keys in the files at `paths`.
    func keys(inFiles paths: [String]) async throws(KeyError) -> Keys {
        var keys = Keys()
        for path in paths {
            let prompt = SSHTransport.PassphraseSource.prompt(ask)
            keys.identities.append(
                .privateKey(try await ring.key(path: path, passphrase: prompt)))
            keys.files.append(path)
        }
        return keys
    }

    /// The keys of these names in the inventory.
    func keys(named names: [String]) async throws(KeyError) -> Keys {
        var keys = Keys()
        for name in names {
            // Names are checked when the inventory is read.
            guard let key = inventory.key(named: name) else { continue }
            switch key.source {
            case .agent: keys.identities.append(contentsOf: try await agentIdentities())
            case .file(let path, let passphrase):
                let source = passphrase.map { passphraseSource($0) }
                keys.identities.append(
                    .privateKey(try await ring.key(path: path, passphrase: source)))
                keys.files.append(path)
            }
        }
        return keys
    }

    /// What ssh tries where nothing is said: the agent's keys, then the user's own files.
    func standardKeys() async -> Keys {
        if let standard { return standard }
        let identities = await Identity.defaults(on: eventLoops, keyRing: ring)
        let files = identities.compactMap { identity in
            if case .privateKey(let key) = identity { key.path } else { nil }
        }
        let keys = Keys(identities: identities, files: files)
        standard = keys
        return keys
    }

    private func agentIdentities() async throws(KeyError) -> [Identity] {
        if let agentKeys { return try agentKeys.get().map { .agentKey($0) } }
        let asked: Result<[AgentKey], KeyError>
        do throws(KeyError) {
            asked = .success(try await listAgentKeys())
        } catch {
            asked = .failure(error)
        }
        agentKeys = asked
        return try asked.get().map { .agentKey($0) }
    }

    private func listAgentKeys() async throws(KeyError) -> [AgentKey] {
        guard let agent = SSHAgent.ofEnvironment else {
            throw KeyError(
                .agentUnavailable, place: "SSH_AUTH_SOCK",
                "is not set, so there is no ssh-agent; start one, or name a key file")
        }
        return try await agent.keys(on: eventLoops)
    }

    private func passphraseSource(
        _ written: FleetDocuments.PassphraseSource
    ) -> SSHTransport.PassphraseSource {
        switch written {
        case .environment(let name): .environment(name)
        case .file(let path): .file(path)
        case .command(let command): .command(command)
        case .prompt: .prompt(ask)
        }
    }
}
