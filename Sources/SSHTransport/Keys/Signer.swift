import Crypto
import CryptoExtras
import Foundation

/// The secret numbers of a private key, by type.
enum Signer: Sendable {
    case ed25519(Curve25519.Signing.PrivateKey)
    case p256(P256.Signing.PrivateKey)
    case p384(P384.Signing.PrivateKey)
    case p521(P521.Signing.PrivateKey)
    case rsa(_RSA.Signing.PrivateKey)

    /// Signs `data`, or gives `nil` where this key can't sign that way.
    ///
    /// - Shape: what RFC 8709, 5656 and 8332 put inside a signature behind the algorithm's name.
    func signature(of data: [UInt8], _ algorithm: SignatureAlgorithm) -> [UInt8]? {
        // A key that can't sign is a key that isn't taken: the next one is offered.
        switch (self, algorithm) {
        case (.ed25519(let key), .ed25519): try? Array(key.signature(for: data))
        case (.p256(let key), .ecdsaP256):
            (try? key.signature(for: data)).map { Signer.pair($0.rawRepresentation) }
        case (.p384(let key), .ecdsaP384):
            (try? key.signature(for: data)).map { Signer.pair($0.rawRepresentation) }
        case (.p521(let key), .ecdsaP521):
            (try? key.signature(for: data)).map { Signer.pair($0.rawRepresentation) }
        case (.rsa(let key), .rsaSHA512): Signer.sign(SHA512.hash(data: data), key)
        case (.rsa(let key), .rsaSHA256): Signer.sign(SHA256.hash(data: data), key)
        case (.rsa(let key), .rsaSHA1): Signer.sign(Insecure.SHA1.hash(data: data), key)
        default: nil
        }
    }

    private static func sign(_ digest: some Digest, _ key: _RSA.Signing.PrivateKey) -> [UInt8]? {
        let signature = try? key.signature(for: digest, padding: .insecurePKCS1v1_5)
        return signature.map { Array($0.rawRepresentation) }
    }

    /// The two numbers of an ECDSA signature, which come joined, as SSH writes them.
    private static func pair(_ joined: Data) -> [UInt8] {
        var writer = SSHWriter()
        writer.magnitude(joined.prefix(joined.count / 2))
        writer.magnitude(joined.suffix(joined.count / 2))
        return writer.bytes
    }

    /// The public half, as SSH writes it; `nil` if the library can't give it.
    var publicKey: PublicKey? {
        var writer = SSHWriter()
        func curve(_ name: String, _ point: Data) {
            writer.string("ecdsa-sha2-\(name)")
            writer.string(name)
            writer.string(point)
        }
        switch self {
        case .ed25519(let key):
            writer.string("ssh-ed25519")
            writer.string(key.publicKey.rawRepresentation)
        case .p256(let key): curve("nistp256", key.publicKey.x963Representation)
        case .p384(let key): curve("nistp384", key.publicKey.x963Representation)
        case .p521(let key): curve("nistp521", key.publicKey.x963Representation)
        case .rsa(let key):
            guard let primitives = try? key.publicKey.getKeyPrimitives() else { return nil }
            writer.string("ssh-rsa")
            writer.magnitude(primitives.publicExponent)
            writer.magnitude(primitives.modulus)
        }
        return PublicKey(blob: writer.bytes)
    }
}
