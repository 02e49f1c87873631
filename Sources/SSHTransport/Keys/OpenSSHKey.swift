import Crypto
import CryptoExtras
import Foundation

/// A private key in OpenSSH's own form.
///
/// - Source: PROTOCOL.key in OpenSSH's sources.
struct OpenSSHKey {
    /// The public half, which is never encrypted; `nil` where it is damaged.
    let publicKey: PublicKey?
    private let cipher: String
    private let derivation: KeyDerivation?
    private let secret: [UInt8]
    /// What follows the encrypted part: the tag of an authenticated cipher.
    private let tag: [UInt8]

    /// Whether a passphrase is needed.
    var isEncrypted: Bool { cipher != "none" }

    /// How a passphrase becomes a key.
    private struct KeyDerivation {
        let name: String
        let salt: [UInt8]
        let rounds: UInt32
    }

    /// Reads the armour and the outer fields, or gives `nil` where they are damaged.
    init?(pem: Substring) {
        let body = pem.split(whereSeparator: \.isNewline)
            .dropFirst().prefix { !$0.hasPrefix("-----END") }
        guard let data = Data(base64Encoded: body.joined()) else { return nil }
        var reader = SSHReader(data)
        let magic = Array("openssh-key-v1\0".utf8)
        guard
            reader.bytes(magic.count).map(Array.init) == magic,
            let cipher = reader.string(), let derivation = reader.text(),
            let options = reader.string(),
            reader.uint32() == 1, let publicHalf = reader.string(), let secret = reader.string()
        else { return nil }
        self.publicKey = PublicKey(blob: Array(publicHalf))
        self.cipher = String(foreign: cipher, limit: 64)
        self.secret = Array(secret)
        self.tag = Array(reader.rest)
        var optionsReader = SSHReader(options)
        if let salt = optionsReader.string(), let rounds = optionsReader.uint32() {
            self.derivation = KeyDerivation(name: derivation, salt: Array(salt), rounds: rounds)
        } else {
            self.derivation = nil
        }
    }

    /// The key itself.
    ///
    /// - Throws: ``KeyError``.
    func signer(passphrase: [UInt8], _ path: String) throws(KeyError) -> Signer {
        let plain = isEncrypted ? try decrypted(passphrase: passphrase, path) : secret
        var reader = SSHReader(plain)
        // A random number, twice: the sign that the passphrase was the right one.
        guard let first = reader.uint32(), let second = reader.uint32(), first == second else {
            guard isEncrypted else {
                throw KeyError(.damaged, place: path, "the key is damaged or cut off")
            }
            throw KeyError(.passphraseWrong, place: path, "the passphrase doesn't open the key")
        }
        guard let name = reader.string() else {
            throw KeyError(.damaged, place: path, "the key is damaged or cut off")
        }
        let type = String(foreign: name, limit: 64)
        do {
            if let signer = try OpenSSHKey.signer(type, &reader) { return signer }
        } catch {
            throw KeyError(
                .damaged, place: path, "the key's numbers are not those of a \(type) key")
        }
        throw KeyError(
            .unsupportedType, place: path,
            "keys of type '\(type)' are not supported: ed25519, ECDSA and RSA are")
    }

    /// Reads the numbers of a key of `type`; `nil` for another type or where they are cut off.
    private static func signer(_ type: String, _ reader: inout SSHReader) throws -> Signer? {
        switch type {
        case "ssh-ed25519":
            guard reader.string() != nil, let pair = reader.string() else { return nil }
            return .ed25519(try .init(rawRepresentation: pair.prefix(32)))
        case "ecdsa-sha2-nistp256":
            return try scalar(&reader, 32).map { .p256(try .init(rawRepresentation: $0)) }
        case "ecdsa-sha2-nistp384":
            return try scalar(&reader, 48).map { .p384(try .init(rawRepresentation: $0)) }
        case "ecdsa-sha2-nistp521":
            return try scalar(&reader, 66).map { .p521(try .init(rawRepresentation: $0)) }
        case "ssh-rsa":
            guard
                let n = reader.magnitude(), let e = reader.magnitude(), let d = reader.magnitude(),
                reader.magnitude() != nil,
                let p = reader.magnitude(), let q = reader.magnitude()
            else { return nil }
            return .rsa(try .init(n: n, e: e, d: d, p: p, q: q))
        default: return nil
        }
    }

    /// The secret number of an elliptic curve, filled up with zeros to `size` bytes.
    private static func scalar(_ reader: inout SSHReader, _ size: Int) -> [UInt8]? {
        guard
            reader.string() != nil, reader.string() != nil,
            let number = reader.magnitude(), number.count <= size
        else { return nil }
        return [UInt8](repeating: 0, count: size - number.count) + number
    }
}

// MARK: - Decryption

extension OpenSSHKey {
    /// The sizes of a cipher's key and initial vector.
    private var sizes: (key: Int, vector: Int)? {
        switch cipher {
        case "aes256-ctr", "aes256-cbc": (32, 16)
        case "aes192-ctr", "aes192-cbc": (24, 16)
        case "aes128-ctr", "aes128-cbc": (16, 16)
        case "aes256-gcm@openssh.com": (32, 12)
        case "aes128-gcm@openssh.com": (16, 12)
        default: nil
        }
    }

    /// Some two minutes of CPU: a file must not keep us for years by saying a number.
    private static let mostRounds: UInt32 = 10_000

    private func decrypted(passphrase: [UInt8], _ path: String) throws(KeyError) -> [UInt8] {
        guard let sizes, let derivation, derivation.name == "bcrypt" else {
            throw KeyError(
                .unsupported, place: path,
                "keys encrypted with '\(cipher)' are not supported; run: ssh-keygen -p -Z aes256-ctr"
                    + " -f \(path)")
        }
        guard derivation.rounds <= OpenSSHKey.mostRounds else {
            throw KeyError(
                .unsupported, place: path,
                "its passphrase would have to be hashed \(derivation.rounds) times, which takes"
                    + " longer than anybody waits; run: ssh-keygen -p -a 100 -f \(path)")
        }
        guard
            let material = BcryptPBKDF.derive(
                passphrase: passphrase, salt: derivation.salt, rounds: derivation.rounds,
                count: sizes.key + sizes.vector)
        else {
            throw KeyError(.passphraseWrong, place: path, "the passphrase doesn't open the key")
        }
        let key = SymmetricKey(data: material.prefix(sizes.key))
        let vector = material.suffix(sizes.vector)
        do {
            return try decrypted(key: key, vector: Array(vector))
        } catch {
            throw KeyError(.passphraseWrong, place: path, "the passphrase doesn't open the key")
        }
    }

    private func decrypted(key: SymmetricKey, vector: [UInt8]) throws -> [UInt8] {
        if cipher.hasSuffix("-ctr") {
            let nonce = try AES._CTR.Nonce(nonceBytes: vector)
            return Array(try AES._CTR.decrypt(secret, using: key, nonce: nonce))
        }
        if cipher.hasSuffix("-cbc") {
            let start = try AES._CBC.IV(ivBytes: vector)
            return Array(try AES._CBC.decrypt(secret, using: key, iv: start, noPadding: true))
        }
        let box = try AES.GCM.SealedBox(
            nonce: AES.GCM.Nonce(data: vector), ciphertext: secret, tag: tag)
        return Array(try AES.GCM.open(box, using: key))
    }
}
