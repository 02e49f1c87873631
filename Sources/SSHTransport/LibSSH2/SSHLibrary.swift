/// What the installed libssh2 can do, for whoever looks into why a host can't be reached.
public enum SSHLibrary {
    /// The version that runs, such as `1.10.0`.
    public static var version: String { LibSSH2.version }

    /// The algorithms that it lacks of those that a hardened server may allow alone.
    public static var lacking: [String] {
        let known = Set(Algorithms.hostKeys + Algorithms.ciphers + Algorithms.codes)
        return [
            "rsa-sha2-512", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com",
            "hmac-sha2-256-etm@openssh.com",
        ].filter { !known.contains($0) }
    }
}
