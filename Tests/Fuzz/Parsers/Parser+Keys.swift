import Crypto
import FleetCore
import Foundation

@testable import SSHTransport

/// Readers of known_hosts, keys and what an agent says.
extension Parser {
    static let knownHosts = Parser(
        "known-hosts",
        samples: [
            Sample.publicKeys.enumerated().map { "host\($0),10.0.0.\($0) \($1) comment\n" }
                .joined(),
            "# comment\n@revoked *.example.com,!a \(Sample.publicKeys[0])\n",
            "@cert-authority *.example.com \(Sample.publicKeys[1])\n[a.b]:2222 1024 65537 123\n",
            "|1|AAECAwQFBgcICQoLDA0ODxAREhM=|FBUWFxgZGhscHR4fICEiIyQlJic= \(Sample.publicKeys[0])\r\n",
        ],
        words: [
            "*", "?", "!", ",", "|1|", "|", "=", "@revoked ", "#", " ", "\t", "\n", "\r", "[a]:2",
        ]
    ) { input, random in
        var index = KnownHostsIndex()
        for piece in Chunks.of(input, &random).prefix(3) { index.add(piece, from: "known_hosts") }
        index.add(input, from: "known_hosts")
        let machine = Machine(address: "host1", port: random.below(2) == 0 ? 22 : 2222)
        guard let key = PublicKey(blob: Array("\0\0\0\u{b}ssh-ed25519x".utf8)) else {
            return "no key"
        }
        index.remember(key, of: machine)
        switch index.judge(key, of: machine) {
        case .known, .revoked: return nil
        case .unknown, .changed: return "a key that was learned isn't known"
        }
    }

    static let key = Parser(
        "key", samples: openSSHKeys + pemKeys,
        words: [
            "-----BEGIN OPENSSH PRIVATE KEY-----\n", "-----END ", "-----BEGIN PRIVATE KEY-----\n",
            "=",
            "AAAA", "\n", "\r\n", "Proc-Type: 4,ENCRYPTED", "ssh-ed25519", "ssh-rsa", "none",
            "bcrypt",
        ]
    ) { input, random in
        // Where the armour holds, what is in it is damaged instead, for few damaged armours can be read.
        let bytes = random.below(2) == 0 ? input : rearmoured(input, &random)
        do throws(KeyError) {
            let file = try KeyFile(bytes, at: "key")
            _ = file.lockedPublicKey
            // Without a passphrase nothing is derived from it, which takes long.
            let key = try file.key(passphrase: [])
            return PublicKey(blob: key.publicKey.blob) == key.publicKey ? nil : "its half is no key"
        } catch {
            return TerminalDanger.found(in: error.description.utf8)
        }
    }

    private static func rearmoured(_ input: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        let sample = openSSHBodies[random.below(openSSHBodies.count)]
        let words = ["ssh-rsa", "none", "bcrypt", "ecdsa-sha2-nistp521"].map { Array($0.utf8) }
        let body = Mutation(samples: [sample, Array(input.prefix(400))], words: words)
            .input(&random)
        return armoured(body)
    }

    private static func armoured(_ body: [UInt8]) -> [UInt8] {
        let text = Data(body).base64EncodedString(options: .lineLength64Characters)
        let name = "OPENSSH PRIVATE KEY"
        return Array("-----BEGIN \(name)-----\n\(text)\n-----END \(name)-----\n".utf8)
    }

    private static let openSSHKeys = openSSHBodies.map { armoured($0) }

    /// Keys whose numbers are all ones: nobody has them.
    private static let openSSHBodies: [[UInt8]] =
        [
            ("ssh-ed25519", 64), ("ecdsa-sha2-nistp256", 32), ("ecdsa-sha2-nistp521", 66),
            ("ssh-rsa", 256),
        ]
        .flatMap { type, size in
            ["none", "aes256-ctr", "aes256-gcm@openssh.com"].map { openSSH(type, size, cipher: $0) }
        }

    private static func openSSH(_ type: String, _ size: Int, cipher: String) -> [UInt8] {
        let number = [UInt8](repeating: 1, count: size)
        var secret = SSHWriter()
        secret.uint32(7)
        secret.uint32(7)
        secret.string(type)
        for _ in 0..<6 { secret.string(number) }
        var options = SSHWriter()
        options.string([UInt8](repeating: 2, count: 16))
        options.uint32(16)
        var half = SSHWriter()
        half.string(type)
        half.string(number.prefix(32))
        var key = SSHWriter()
        key.string(cipher)
        key.string(cipher == "none" ? "none" : "bcrypt")
        key.string(cipher == "none" ? [] : options.bytes)
        key.uint32(1)
        key.string(half.bytes)
        key.string(secret.bytes)
        return Array("openssh-key-v1\0".utf8) + key.bytes
    }

    private static let pemKeys: [[UInt8]] = {
        let one = [UInt8](repeating: 1, count: 32)
        guard let curve = try? P256.Signing.PrivateKey(rawRepresentation: one) else { return [] }
        let prefix: [UInt8] = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32]
        let body = Data(prefix + one).base64EncodedString()
        let edwards = "-----BEGIN PRIVATE KEY-----\n\(body)\n-----END PRIVATE KEY-----\n"
        return [Array(curve.pemRepresentation.utf8), Array(edwards.utf8)]
    }()

    static let agent = Parser("agent", samples: agentAnswers, words: ["ssh-ed25519", "me@here"]) {
        input, _ in
        guard let keys = SSHAgent(socketPath: "/agent").keys(listedIn: input) else { return nil }
        for key in keys {
            if let danger = TerminalDanger.found(in: key.comment.utf8) { return danger }
        }
        return keys.count <= 1_000 ? nil : "\(keys.count) keys"
    }

    private static let agentAnswers: [[UInt8]] = {
        var answer = SSHWriter()
        answer.byte(12)
        answer.uint32(2)
        for type in ["ssh-ed25519", "ssh-rsa"] {
            var blob = SSHWriter()
            blob.string(type)
            blob.string([UInt8](repeating: 1, count: 32))
            answer.string(blob.bytes)
            answer.string("me@here")
        }
        return [answer.bytes, [5], [12, 0, 0, 0, 0]]
    }()
}
