/// Where known host keys are read from, and where a learned one is written to.
public struct KnownHostsFiles: Hashable, Sendable {
    /// The operator's own files, a leading `~/` being the home; keys are learned into the first.
    public var user: [String]
    /// The files of the system, which are only read.
    public var system: [String]

    /// Names files; OpenSSH's own unless said otherwise.
    public init(
        user: [String] = ["~/.ssh/known_hosts", "~/.ssh/known_hosts2"],
        system: [String] = ["/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"]
    ) {
        self.user = user
        self.system = system
    }
}

/// Why known host keys can't be read, or a key can't be added to them.
public struct KnownHostsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One cause; once released, a code never changes its meaning.
    public enum Code: String, Sendable, CaseIterable {
        /// A file is there and can't be read: no host may be taken as unknown because of that.
        case unreadable = "known-hosts.unreadable"
        /// A key can't be written down.
        case unwritable = "known-hosts.unwritable"
        /// A key is known that is not the new one, and stays: nobody said that it goes, or it can't.
        case otherKnown = "known-hosts.other-known"
        /// The key is marked as revoked.
        case revoked = "known-hosts.revoked"
    }

    /// The cause, for code.
    public let code: Code
    /// The file.
    public let path: String
    /// What is wrong.
    public let message: String

    /// One line: file, problem, code.
    public var description: String { "\(path): \(message) [\(code.rawValue)]" }
}
