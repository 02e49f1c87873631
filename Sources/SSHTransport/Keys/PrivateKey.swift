#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A private key, read and decrypted: what signs for a user.
public struct PrivateKey: Sendable {
    /// The public half.
    public let publicKey: PublicKey
    /// The file that it was read from, as written.
    public let path: String
    let signer: Signer

    init(publicKey: PublicKey, path: String, signer: Signer) {
        self.publicKey = publicKey
        self.path = path
        self.signer = signer
    }

    /// Reads the key at `path`, a leading `~/` being the user's home, and decrypts it.
    ///
    /// Decrypting takes a good part of a second of CPU, on a thread of its own: load each key once
    /// (``KeyRing`` does).
    ///
    /// - Parameter passphrase: Where the passphrase comes from; asked only if the key is encrypted.
    /// - Throws: ``KeyError``.
    public static func load(
        path: String, passphrase: PassphraseSource? = nil
    ) async throws(KeyError) -> PrivateKey {
        let file = try await BlockingWork.run { () throws(KeyError) in
            try KeyFile(reading: path)
        }
        guard file.isEncrypted else { return try file.key(passphrase: []) }
        guard let passphrase else {
            throw KeyError(
                .passphraseMissing, place: path,
                "the key is encrypted; say where its passphrase comes from, or load it into an"
                    + " ssh-agent")
        }
        let secret = try await passphrase.passphrase(forKeyAt: path)
        return try await BlockingWork.run { () throws(KeyError) in
            try file.key(passphrase: secret)
        }
    }

    /// The public half of the key at `path` if a passphrase is needed for it; `nil` for any other file.
    ///
    /// An agent that holds the key makes the passphrase needless.
    public static func lockedPublicKey(path: String) async -> PublicKey? {
        await BlockingWork.run { () -> PublicKey? in
            // What is wrong with the file is told when it is loaded.
            (try? KeyFile(reading: path))?.lockedPublicKey
        }
    }

    /// Signs `challenge`, or gives `nil` where the key can't sign that way.
    func signature(of challenge: [UInt8], _ algorithm: SignatureAlgorithm) -> [UInt8]? {
        signer.signature(of: challenge, algorithm)
    }
}
