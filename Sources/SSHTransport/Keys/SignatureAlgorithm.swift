import Foundation

/// A way to sign, by the name that SSH gives it.
enum SignatureAlgorithm: String {
    case ed25519 = "ssh-ed25519"
    case ecdsaP256 = "ecdsa-sha2-nistp256"
    case ecdsaP384 = "ecdsa-sha2-nistp384"
    case ecdsaP521 = "ecdsa-sha2-nistp521"
    case rsaSHA512 = "rsa-sha2-512"
    case rsaSHA256 = "rsa-sha2-256"
    /// RSA with SHA-1, for servers older than 2016.
    case rsaSHA1 = "ssh-rsa"
}

extension PublicKey {
    /// The ways in which this user's key can sign for a server with `banner`, the best first; empty for
    /// types that libssh2 can't authenticate with (security keys, certificates).
    func signatureAlgorithms(for banner: String) -> [SignatureAlgorithm] {
        guard algorithm == "ssh-rsa" else {
            return SignatureAlgorithm(rawValue: algorithm).map { [$0] } ?? []
        }
        // dropbear knows only SHA-256.
        if banner.contains("dropbear") { return [.rsaSHA256, .rsaSHA1] }
        // Each offer counts against MaxAuthTries: none that the server is known not to need.
        return PublicKey.isModernOpenSSH(banner) ? [.rsaSHA512] : [.rsaSHA512, .rsaSHA1]
    }

    /// Whether a server is an OpenSSH that knows RSA with SHA-2, as it does from 7.2 on.
    private static func isModernOpenSSH(_ banner: String) -> Bool {
        guard let name = banner.range(of: "OpenSSH_") else { return false }
        let numbers = banner[name.upperBound...].split(separator: ".", maxSplits: 1)
        guard let major = numbers.first.flatMap({ Int($0) }) else { return false }
        let minor = numbers.last?.prefix { $0.isNumber } ?? ""
        return (major, Int(minor) ?? 0) >= (7, 2)
    }

    /// The blob to offer when signing with `algorithm`.
    ///
    /// libssh2 1.10 announces the blob's type as the way of signing, and knows only `ssh-rsa`, which means
    /// SHA-1. Servers take an RSA key under the name of its SHA-2 signature as the same key.
    func blob(for algorithm: SignatureAlgorithm) -> [UInt8] {
        guard self.algorithm == "ssh-rsa", algorithm != .rsaSHA1 else { return blob }
        var reader = SSHReader(blob)
        guard reader.string() != nil else { return blob }
        var writer = SSHWriter()
        writer.string(algorithm.rawValue)
        return writer.bytes + reader.rest
    }
}
