/// A key that a run authenticates with, as `run.json` holds it: where it is, and where its passphrase comes from,
/// never the passphrase.
public enum RequestedKey: Hashable, Sendable {
    /// The keys of the agent that `SSH_AUTH_SOCK` names.
    case agent
    /// A private key's file, as an absolute path, and where its passphrase comes from, if it has one.
    case file(String, passphrase: Passphrase?)

    /// Where a passphrase comes from.
    public enum Passphrase: Hashable, Sendable {
        /// The environment variable of that name.
        case environment(String)
        /// The first line of the file at that absolute path.
        case file(String)
        /// The first line that this shell command prints.
        case command(String)
        /// The operator's answer on the terminal.
        case prompt
    }
}

/// The shape of an inventory's key: `{"agent": true}`, `{"file": "/…", "passphrase": {"env": "OPS"}}`.
extension RequestedKey: Codable {
    private enum CodingKeys: String, CodingKey { case agent, file, passphrase }

    /// Decodes what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let path = try values.decodeIfPresent(String.self, forKey: .file) {
            self = .file(
                path, passphrase: try values.decodeIfPresent(Passphrase.self, forKey: .passphrase))
        } else {
            _ = try values.decode(Bool.self, forKey: .agent)
            self = .agent
        }
    }

    /// Encodes a flat object.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .agent: try values.encode(true, forKey: .agent)
        case .file(let path, let passphrase):
            try values.encode(path, forKey: .file)
            try values.encodeIfPresent(passphrase, forKey: .passphrase)
        }
    }
}

extension RequestedKey.Passphrase: Codable {
    private enum CodingKeys: String, CodingKey {
        case environment = "env"
        case file, command, prompt
    }

    /// Decodes what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let name = try values.decodeIfPresent(String.self, forKey: .environment) {
            self = .environment(name)
        } else if let path = try values.decodeIfPresent(String.self, forKey: .file) {
            self = .file(path)
        } else if let command = try values.decodeIfPresent(String.self, forKey: .command) {
            self = .command(command)
        } else {
            _ = try values.decode(Bool.self, forKey: .prompt)
            self = .prompt
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .environment(let name): try values.encode(name, forKey: .environment)
        case .file(let path): try values.encode(path, forKey: .file)
        case .command(let command): try values.encode(command, forKey: .command)
        case .prompt: try values.encode(true, forKey: .prompt)
        }
    }
}
