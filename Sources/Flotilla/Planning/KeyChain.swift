import FleetCore
import FleetDocuments
import FleetRecord
import SSHTransport

/// Gets the keys that hosts are logged into with, and the passwords: each read, decrypted or asked for once,
/// before any host is contacted.
actor KeyChain {
    private let eventLoops: SSHEventLoops
    private let ask: @Sendable (String) async -> String?
    private let ring = KeyRing()
    private var agentKeys: Result<[AgentKey], KeyError>?
    private var standard: [Identity]?
    private var loginPasswords: [FleetDocuments.PassphraseSource: LoginPassword] = [:]
    private var sudoPasswords: [FleetDocuments.PassphraseSource: String] = [:]

    /// Creates a chain without keys.
    ///
    /// - Parameter ask: Asks the operator for a passphrase; `nil` where nobody can be asked.
    init(eventLoops: SSHEventLoops, ask: @escaping @Sendable (String) async -> String?) {
        self.eventLoops = eventLoops
        self.ask = ask
    }

    /// The keys that `host` is logged into with, in their order; what ssh tries, where nothing is said.
    func identities(of host: RequestedHost) async throws(KeyError) -> [Identity] {
        let identities = try await identities(from: host.keys?.map(\.source))
        guard host.keys == nil, host.password != nil else { return identities }
        return Array(identities.prefix(KeyChain.mostBeforePassword))
    }

    /// How many keys that nobody named are tried before a password: sshd hangs up at the sixth attempt
    /// (`MaxAuthTries`).
    private static let mostBeforePassword = 4

    private func identities(from sources: [InventoryKey.Source]?) async throws(KeyError)
        -> [Identity]
    {
        guard let sources else { return await standardIdentities() }
        var identities: [Identity] = []
        for source in sources {
            switch source {
            case .agent: identities += try await agentIdentities()
            case .file(let path, .prompt):
                if let held = await agentKey(ofFile: path) {
                    identities.append(.agentKey(held))
                    continue
                }
                let key = try await ring.key(path: path, passphrase: .prompt(ask))
                identities.append(.privateKey(key))
            case .file(let path, let passphrase):
                let source = passphrase.map { passphraseSource($0) }
                identities.append(.privateKey(try await ring.key(path: path, passphrase: source)))
            }
        }
        return identities
    }

    /// Makes sure that a program which asks nobody can use the key from `source`.
    func checkForProgram(_ source: InventoryKey.Source) async throws(KeyError) {
        guard case .file(let path, _) = source,
            await PrivateKey.lockedPublicKey(path: path) != nil, await agentKey(ofFile: path) == nil
        else { return }
        throw KeyError(
            .passphraseMissing, place: path,
            "the key has a passphrase, which the system's ssh gets from an agent alone; run: ssh-add"
                + " \(path)")
    }

    /// The agent's keys, then the user's own files.
    private func standardIdentities() async -> [Identity] {
        if let standard { return standard }
        let identities = await Identity.defaults(on: eventLoops, keyRing: ring)
        standard = identities
        return identities
    }

    /// The agent's key that is in the file at `path`, encrypted: as with ssh, nobody is asked for its passphrase then.
    private func agentKey(ofFile path: String) async -> AgentKey? {
        guard SSHAgent.ofEnvironment != nil,
            let locked = await PrivateKey.lockedPublicKey(path: path)
        else { return nil }
        // An agent that doesn't answer holds nothing.
        let keys = try? await agentIdentities()
        for case .agentKey(let key) in keys ?? [] where key.publicKey == locked { return key }
        return nil
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

    /// The password that a server is told, read or asked for once.
    func loginPassword(
        from source: FleetDocuments.PassphraseSource
    ) async throws(KeyError) -> LoginPassword {
        if let known = loginPasswords[source] { return known }
        let password = try await passphraseSource(source).loginPassword()
        loginPasswords[source] = password
        return password
    }

    /// The password that sudo is told, read or asked for once.
    func sudoPassword(from source: FleetDocuments.PassphraseSource) async throws(KeyError) -> String
    {
        if let known = sudoPasswords[source] { return known }
        let password = String(
            decoding: try await passphraseSource(source).sudoPassword(), as: UTF8.self)
        sudoPasswords[source] = password
        return password
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
