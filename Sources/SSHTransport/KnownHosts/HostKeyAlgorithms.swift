extension String {
    /// The names under which a host key of the type that this is the name of is negotiated.
    ///
    /// An RSA key is the same key however it signs.
    var negotiated: [String] {
        self == "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"] : [self]
    }
}
