/// A named way to authenticate.
public struct InventoryKey: Hashable, Sendable {
    /// What is used to authenticate.
    public enum Source: Hashable, Sendable {
        /// A private key's file, and where its passphrase comes from, if it has one.
        case file(path: String, passphrase: PassphraseSource?)
        /// The keys of the agent that `SSH_AUTH_SOCK` names.
        case agent
    }

    /// The name, unique among the keys.
    public let name: String
    /// What is used.
    public let source: Source
    /// Where it is defined; `nil` for a key of the command line.
    public let place: SourcePlace?

    /// Creates a key.
    public init(name: String, source: Source, place: SourcePlace? = nil) {
        self.name = name
        self.source = source
        self.place = place
    }
}
