#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One thing to authenticate with.
public enum Identity: Sendable {
    /// A private key that this process holds.
    case privateKey(PrivateKey)
    /// A key that an agent holds and signs with.
    case agentKey(AgentKey)

    /// The public half.
    public var publicKey: PublicKey {
        switch self {
        case .privateKey(let key): key.publicKey
        case .agentKey(let key): key.publicKey
        }
    }
}

extension Identity {
    /// What is offered where nothing is configured, as ssh does: the agent's keys, then the files of the
    /// usual names that need no passphrase.
    ///
    /// What isn't there, or can't be used without a question, is left out: it was not asked for.
    public static func defaults(
        on eventLoops: SSHEventLoops, keyRing: KeyRing = KeyRing()
    ) async -> [Identity] {
        var identities: [Identity] = []
        if let agent = SSHAgent.ofEnvironment {
            // An agent that is gone leaves its variable behind.
            let keys = try? await agent.keys(on: eventLoops)
            identities += (keys ?? []).map(Identity.agentKey)
        }
        for name in ["id_ed25519", "id_ecdsa", "id_rsa"] {
            guard
                let key = try? await keyRing.key(path: "~/.ssh/\(name)"),
                !identities.contains(where: { $0.publicKey == key.publicKey })
            else { continue }
            identities.append(.privateKey(key))
        }
        return identities
    }
}

extension SSHAgent {
    /// The agent that the environment names, `SSH_AUTH_SOCK`; `nil` where it names none.
    public static var ofEnvironment: SSHAgent? {
        guard let path = getenv("SSH_AUTH_SOCK"), path.pointee != 0 else { return nil }
        return SSHAgent(socketPath: String(cString: path))
    }
}

extension Identity {
    /// The key's type, fingerprint and place, for messages.
    var name: String {
        let place =
            switch self {
            case .privateKey(let key): key.path
            case .agentKey(let key): "agent: \(key.comment)"
            }
        return "\(publicKey.typeName) \(publicKey.fingerprint) (\(place))"
    }
}
