import CLibSSH2

/// The algorithms that we ask for, and those that the installed libssh2 knows.
enum Algorithms {
    /// Types of host keys in the order that OpenSSH prefers, so that both learn the same key of a host.
    static let hostKeys = supported(
        LIBSSH2_METHOD_HOSTKEY,
        [
            "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
            "rsa-sha2-512", "rsa-sha2-256", "ssh-rsa",
        ])

    /// The types of the keys themselves: an RSA key is the same key however it signs.
    static let hostKeyTypes = hostKeys.reduce(into: [String]()) { types, name in
        let type = name.hasPrefix("rsa-") ? "ssh-rsa" : name
        if !types.contains(type) { types.append(type) }
    }

    /// libssh2's method numbers with the names that we ask for, the best first: what costs the least CPU
    /// among what is safe.
    static let preferred: [(method: Int32, names: String)] = [
        (LIBSSH2_METHOD_KEX, keyExchanges), (LIBSSH2_METHOD_HOSTKEY, hostKeys),
        (LIBSSH2_METHOD_CRYPT_CS, ciphers), (LIBSSH2_METHOD_CRYPT_SC, ciphers),
        (LIBSSH2_METHOD_MAC_CS, codes), (LIBSSH2_METHOD_MAC_SC, codes),
    ].map { ($0, $1.joined(separator: ",")) }

    static let keyExchanges = supported(
        LIBSSH2_METHOD_KEX,
        [
            "curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256",
            "ecdh-sha2-nistp384", "ecdh-sha2-nistp521", "diffie-hellman-group14-sha256",
            "diffie-hellman-group16-sha512", "diffie-hellman-group18-sha512",
            "diffie-hellman-group-exchange-sha256", "diffie-hellman-group14-sha1",
        ])
    static let ciphers = supported(
        LIBSSH2_METHOD_CRYPT_CS,
        [
            "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes192-ctr",
            "aes256-ctr", "chacha20-poly1305@openssh.com", "aes128-cbc", "aes256-cbc",
        ])
    static let codes = supported(
        LIBSSH2_METHOD_MAC_CS,
        [
            "hmac-sha2-256", "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512",
            "hmac-sha2-512-etm@openssh.com", "hmac-sha1",
        ])

    /// Those of `wanted` that the installed libssh2 knows, in that order.
    ///
    /// Sorted out here because 1.10's own way of dropping unknown names copies between overlapping places.
    private static func supported(_ method: Int32, _ wanted: [String]) -> [String] {
        guard LibSSH2.isReady, let session = libssh2_session_init_ex(nil, nil, nil, nil)
        else { return wanted }
        defer { libssh2_session_free(session) }
        var names: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        let count = libssh2_session_supported_algs(session, method, &names)
        guard count > 0, let names else { return wanted }
        defer { libssh2_free(session, names) }
        let known = Set(
            UnsafeBufferPointer(start: names, count: Int(count)).compactMap {
                $0.map { String(cString: $0) }
            })
        return wanted.filter(known.contains)
    }
}
