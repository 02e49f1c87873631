import FleetCore

@testable import SSHTransport

/// Readers of known_hosts, keys and what an agent says.
extension Parser {
    static let knownHosts = Parser(
        "known-hosts",
        samples: [
            "host0 \(Sample.publicKeys[0])\n", "host1,10.0.0.1 \(Sample.publicKeys[1]) comment\n",
            "# comment\nhost* \(Sample.publicKeys[0])\n",
            "@revoked !host0,*.a \(Sample.publicKeys[0])\n",
            "@cert-authority *.a \(Sample.publicKeys[1])\n", "[a.b]:2222 1024 65537 123\n",
            "|1|AAECAwQFBgcICQoLDA0ODxAREhM=|FBUWFxgZGhscHR4fICEiIyQlJic= \(Sample.publicKeys[0])\r\n",
            "[host0]:2222 \(Sample.publicKeys[1])\n", "h?st0\t\(Sample.publicKeys[0])\n",
        ],
        wholes: [
            Sample.publicKeys.enumerated().map { "host\($0),10.0.0.\($0) \($1) comment\n" }
                .joined()
        ],
        words: [
            "*", "?", "!", ",", "|1|", "|", "=", "@revoked ", "#", " ", "\t", "\n", "\r", "[a]:2",
            "host0", "ssh-ed25519",
        ]
    ) { input, random in
        var index = KnownHostsIndex()
        for piece in Chunks.of(input, &random).prefix(3) { index.add(piece, from: "known_hosts") }
        index.add(input, from: "known_hosts")
        let machine = Machine(address: "host1", port: random.below(2) == 0 ? 22 : 2222)
        let isEmpty = index.isEmpty
        index.remember(someKey, of: machine)
        switch index.judge(someKey, of: machine) {
        case .known, .revoked: return isEmpty ? .refused : .accepted
        case .unknown, .changed: return .wrong("a key that was learned isn't known")
        }
    }

    private static let someKey: PublicKey = {
        guard let key = PublicKey(blob: Array("\0\0\0\u{b}ssh-ed25519x".utf8)) else {
            preconditionFailure("it is a key")
        }
        return key
    }()

    static let key = Parser(
        "key", samples: [Sample.pemOfEd25519] + Sample.openSSHKeys.map { Sample.armoured($0) },
        wholes: [Sample.pemOfCurve] + Sample.slowKeys.map { Sample.armoured($0) },
        words: [
            "-----BEGIN OPENSSH PRIVATE KEY-----\n", "-----END ", "-----BEGIN PRIVATE KEY-----\n",
            "=", "AAAA", "\n", "\r\n", "Proc-Type: 4,ENCRYPTED",
            "-----BEGIN RSA PRIVATE KEY-----\n",
            "-----BEGIN \u{1b}[2J PRIVATE KEY-----", "PuTTY-User-Key-File", "ssh-rsa ",
        ]
    ) { input, random in
        // Few damaged armours can be read: more often, what is in one is damaged instead.
        guard random.below(4) > 0 else { return verdict(on: input, passphrase: []) }
        let body = insides.input(&random)
        return verdict(on: Sample.armoured(body), passphrase: passphrase(for: body, &random))
    }

    private static let insides = Mutation(
        samples: Sample.openSSHKeys, wholes: Sample.slowKeys,
        words: ["ssh-rsa", "none", "bcrypt", "ecdsa-sha2-nistp521", "aes128-cbc"].map {
            Array($0.utf8)
        }
    )

    private static func verdict(on file: [UInt8], passphrase: [UInt8]) -> Verdict {
        do throws(KeyError) {
            let file = try KeyFile(file, at: "key")
            _ = file.lockedPublicKey
            let key = try file.key(passphrase: passphrase)
            let isWhole = PublicKey(blob: key.publicKey.blob) == key.publicKey
            return .accepted.unless(isWhole ? nil : "its half is no key")
        } catch {
            return .refused.unless(TerminalDanger.found(in: error.description.utf8))
        }
    }

    /// The passphrase to try; none, from which nothing is derived, where that would take long.
    ///
    /// A number of rounds beyond all patience must be refused, and is always tried: what hashes for years hangs. A
    /// single round takes as long as a thousand keys are read.
    private static func passphrase(for body: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        guard let rounds = Sample.rounds(of: body) else { return Sample.passphrase }
        let isTried = rounds > 10_000 || rounds == 1 && random.below(2_000) == 0
        return isTried ? Sample.passphrase : []
    }

    static let agent = Parser("agent", samples: agentAnswers, words: ["ssh-ed25519", "me@here"]) {
        input, _ in
        guard let keys = SSHAgent(socketPath: "/agent").keys(listedIn: input) else {
            return .refused
        }
        for key in keys {
            if let danger = TerminalDanger.found(in: key.comment.utf8) { return .wrong(danger) }
        }
        return .accepted.unless(keys.count <= 1_000 ? nil : "\(keys.count) keys")
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
