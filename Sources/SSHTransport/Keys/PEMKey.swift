import Crypto
import CryptoExtras
import Foundation

/// The older forms of private keys: PKCS#1 (RSA), SEC 1 (ECDSA) and PKCS#8 (both, and ed25519).
enum PEMKey {
    /// Reads an unencrypted key, by trying the types that it can have.
    ///
    /// - Throws: ``KeyError`` with `.unsupported`.
    static func signer(_ text: String, _ path: String) throws(KeyError) -> Signer {
        let readers: [() throws -> Signer] = [
            { .rsa(try _RSA.Signing.PrivateKey(pemRepresentation: text)) },
            { .p256(try P256.Signing.PrivateKey(pemRepresentation: text)) },
            { .p384(try P384.Signing.PrivateKey(pemRepresentation: text)) },
            { .p521(try P521.Signing.PrivateKey(pemRepresentation: text)) },
        ]
        for read in readers {
            // Each fails for the types that it isn't for.
            if let signer = try? read() { return signer }
        }
        if let signer = try? ed25519(text) { return signer }
        throw KeyError(
            .unsupported, place: path,
            "the key is damaged, or neither RSA (2048 bits or more), ECDSA nor ed25519")
    }
}

extension PEMKey {
    /// What comes before the 32 secret bytes of an ed25519 key in PKCS#8.
    ///
    /// - Source: RFC 8410, section 7.
    private static let ed25519Prefix: [UInt8] = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ]

    private static func ed25519(_ text: String) throws -> Signer? {
        let body = text.split(whereSeparator: \.isNewline)
            .dropFirst().prefix { !$0.hasPrefix("-----") }
        guard
            let data = Data(base64Encoded: body.joined()), data.starts(with: ed25519Prefix),
            data.count >= ed25519Prefix.count + 32
        else { return nil }
        let secret = data.dropFirst(ed25519Prefix.count).prefix(32)
        return .ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: secret))
    }
}
