/// Why a private key can't be used; found out before any host is contacted.
public struct KeyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One cause; once released, a code never changes its meaning.
    public enum Code: String, Sendable, CaseIterable {
        /// The file isn't there, or can't be read.
        case unreadable = "key.unreadable"
        /// Others than its owner may read the file.
        case openPermissions = "key.open-permissions"
        /// The file holds no private key.
        case notAKey = "key.not-a-key"
        /// The file is the public half.
        case publicKey = "key.public-key"
        /// The file is damaged.
        case damaged = "key.damaged"
        /// The key is encrypted and no passphrase is given.
        case passphraseMissing = "key.passphrase-missing"
        /// The passphrase doesn't open the key.
        case passphraseWrong = "key.passphrase-wrong"
        /// The passphrase can't be had: no such variable or file, or the command failed.
        case passphraseUnavailable = "key.passphrase-unavailable"
        /// The key's form, or its encryption, isn't supported.
        case unsupported = "key.unsupported"
        /// The key's type isn't supported, such as that of keys on hardware; the system's `ssh` may know it.
        case unsupportedType = "key.unsupported-type"
        /// There is no agent, or it doesn't answer.
        case agentUnavailable = "key.agent-unavailable"
    }

    /// The cause, for code.
    public let code: Code
    /// Where the key is: a path, or the agent's socket.
    public let place: String
    /// What is wrong, and what to do.
    public let message: String

    /// Creates an error.
    public init(_ code: Code, place: String, _ message: String) {
        self.code = code
        self.place = place
        self.message = message
    }

    /// One line: place, problem, remedy, code.
    public var description: String { "\(place): \(message) [\(code.rawValue)]" }
}
