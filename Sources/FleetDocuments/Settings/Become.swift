/// As whom a script runs.
public enum Become: Hashable, Sendable {
    /// As the user who logged in.
    case no
    /// As this user, through sudo; `become: true` is `root`.
    case user(String)
}
