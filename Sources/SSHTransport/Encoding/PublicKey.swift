import Crypto
import Foundation

/// A public key as SSH sends it, of a host or of a user.
public struct PublicKey: Hashable, Sendable {
    /// The type and the numbers, as in RFC 4253, section 6.6.
    public let blob: [UInt8]
    /// The name of the key's type, such as `ssh-ed25519`.
    public let algorithm: String

    /// Creates a key from its blob, or `nil` for bytes that don't begin with a type.
    public init?(blob: [UInt8]) {
        var reader = SSHReader(blob)
        guard let name = reader.text(), 1...64 ~= name.utf8.count, !reader.isAtEnd
        else { return nil }
        self.blob = blob
        self.algorithm = name
    }

    /// Creates a key from base64, as `known_hosts` and `.pub` files have it.
    init?(base64: some StringProtocol) {
        guard let data = Data(base64Encoded: String(base64)) else { return nil }
        self.init(blob: Array(data))
    }

    /// The key in base64, as `known_hosts` has it.
    var base64: String { Data(blob).base64EncodedString() }

    /// The SHA-256 fingerprint as OpenSSH shows it: `SHA256:` and base64 without padding.
    public var fingerprint: String {
        let digest = Data(SHA256.hash(data: blob)).base64EncodedString()
        return "SHA256:" + digest.prefix { $0 != "=" }
    }

    /// What a person calls the key's type, as in OpenSSH's messages: `ED25519`.
    public var typeName: String {
        switch algorithm {
        case "ssh-ed25519": "ED25519"
        case "ssh-rsa": "RSA"
        case "ssh-dss": "DSA"
        case let name where name.hasPrefix("ecdsa-sha2-"): "ECDSA"
        default: algorithm
        }
    }
}
