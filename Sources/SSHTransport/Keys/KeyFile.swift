import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The content of a private key's file, before it is decrypted.
struct KeyFile {
    /// The forms of private keys, told apart by the first line.
    private enum Form {
        case openSSH(OpenSSHKey)
        case pem(String)
    }

    private let path: String
    private let form: Form

    /// The largest file that can be a key; RSA of 16,384 bits has 12 KB.
    private static let sizeLimit = 1_048_576

    /// Reads the file and finds out what it is.
    ///
    /// - Throws: ``KeyError``; a key that others may read is refused, as OpenSSH does.
    init(reading path: String) throws(KeyError) {
        let content: FileContent
        switch FileContent.read(path, limit: KeyFile.sizeLimit) {
        case .failure(let error):
            throw KeyError(.unreadable, place: path, "the key can't be read: \(error.message)")
        case .success(let found): content = found
        }
        if content.owner == getuid(), content.mode & 0o077 != 0 {
            throw KeyError(
                .openPermissions, place: path,
                "its permissions are \(String(content.mode, radix: 8)), so others may read the key;"
                    + " run: chmod 600 \(path)")
        }
        try self.init(content.bytes, at: path)
    }

    /// Finds out what the bytes of the file at `path` are.
    init(_ bytes: [UInt8], at path: String) throws(KeyError) {
        self.path = path
        self.form = try KeyFile.form(of: bytes, path)
    }

    private static func form(of bytes: [UInt8], _ path: String) throws(KeyError) -> Form {
        let text = String(decoding: bytes, as: UTF8.self)
        guard
            let begin = text.range(of: "-----BEGIN "),
            let label = text[begin.upperBound...].range(of: "-----").map({
                text[begin.upperBound..<$0.lowerBound]
            })
        else { throw notAKey(text, path) }
        switch label {
        case "OPENSSH PRIVATE KEY":
            guard let key = OpenSSHKey(pem: text[begin.lowerBound...]) else {
                throw KeyError(.damaged, place: path, "the key is damaged or cut off")
            }
            return .openSSH(key)
        case "RSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY":
            guard !text.contains("Proc-Type: 4,ENCRYPTED") else { throw encryptedPEM(path) }
            return .pem(String(text[begin.lowerBound...]))
        case "ENCRYPTED PRIVATE KEY": throw encryptedPEM(path)
        case "PUBLIC KEY", "RSA PUBLIC KEY", "SSH2 PUBLIC KEY": throw publicHalf(path)
        default:
            let kind = String(foreign: label.utf8, limit: 40)
            throw KeyError(
                .unsupported, place: path, "keys of the kind '\(kind)' are not supported")
        }
    }

    private static func notAKey(_ text: String, _ path: String) -> KeyError {
        let first = text.prefix { $0 != " " && $0 != "\n" }
        if first.hasPrefix("ssh-") || first.hasPrefix("ecdsa-") || first.hasPrefix("sk-") {
            return publicHalf(path)
        }
        if text.hasPrefix("PuTTY-User-Key-File") {
            return KeyError(
                .unsupported, place: path,
                "this is PuTTY's form of a key; run: puttygen \(path) -O private-openssh -o KEY")
        }
        return KeyError(.notAKey, place: path, "the file holds no private key")
    }

    private static func publicHalf(_ path: String) -> KeyError {
        let hint =
            path.hasSuffix(".pub") ? "; the private one is probably \(path.dropLast(4))" : ""
        return KeyError(.publicKey, place: path, "this is a public key\(hint)")
    }

    private static func encryptedPEM(_ path: String) -> KeyError {
        KeyError(
            .unsupported, place: path,
            "keys encrypted in the PEM forms are not supported; run: ssh-keygen -p -f \(path), which"
                + " writes OpenSSH's own form")
    }

    /// Whether a passphrase is needed.
    var isEncrypted: Bool {
        switch form {
        case .openSSH(let key): key.isEncrypted
        case .pem: false
        }
    }

    /// The public half of a key for which a passphrase is needed.
    var lockedPublicKey: PublicKey? {
        guard case .openSSH(let key) = form, key.isEncrypted else { return nil }
        return key.publicKey
    }

    /// The key itself.
    ///
    /// - Throws: ``KeyError`` with `.passphraseWrong` and the like.
    func key(passphrase: [UInt8]) throws(KeyError) -> PrivateKey {
        let signer =
            switch form {
            case .openSSH(let key): try key.signer(passphrase: passphrase, path)
            case .pem(let text): try PEMKey.signer(text, path)
            }
        guard let publicKey = signer.publicKey else {
            throw KeyError(.damaged, place: path, "the key has no public half")
        }
        return PrivateKey(publicKey: publicKey, path: path, signer: signer)
    }
}
