/// Where the passphrase of a key, or a password that sudo or a server asks for, comes from; never the secret itself.
public enum PassphraseSource: Hashable, Sendable {
    /// The environment variable of that name.
    case environment(String)
    /// The first line of that file.
    case file(path: String)
    /// The first line that this shell command prints.
    case command(String)
    /// The operator's answer on the terminal.
    case prompt
}
