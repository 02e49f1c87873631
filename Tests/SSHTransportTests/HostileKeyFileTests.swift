import FleetCore
import Foundation
import Testing

@testable import SSHTransport

@Suite("A file that says it is a key")
struct HostileKeyFileTests {
    @Test(
        "moves no cursor by what it says it is",
        arguments: ["\u{1b}[2J PRIVATE KEY", "\u{202e}KEY\0", String(repeating: "x", count: 5_000)])
    func showsKindSafely(kind: String) {
        let error = #expect(throws: KeyError.self) {
            try KeyFile(Array("-----BEGIN \(kind)-----\n".utf8), at: "key")
        }
        let text = error?.description ?? ""
        #expect(text.utf8.allSatisfy { 0x20...0x7e ~= $0 })
        #expect(text.utf8.count < 200)
    }

    @Test("moves no cursor by the names of its cipher and its type", arguments: [true, false])
    func showsNamesSafely(isEncrypted: Bool) throws {
        let name = "\u{1b}]0;pwned\u{7}"
        let bytes = armoured(cipher: isEncrypted ? name : "none", rounds: 16, type: name)
        let file = try KeyFile(bytes, at: "key")
        let error = #expect(throws: KeyError.self) { try file.key(passphrase: [1]) }
        #expect(error?.code == (isEncrypted ? .unsupported : .unsupportedType))
        #expect(error?.description.utf8.allSatisfy { 0x20...0x7e ~= $0 } == true)
    }

    @Test("is refused where its passphrase would take years to hash")
    func refusesRounds() throws {
        let bytes = armoured(cipher: "aes256-ctr", rounds: .max, type: "ssh-ed25519")
        let file = try KeyFile(bytes, at: "key")
        let error = #expect(throws: KeyError.self) { try file.key(passphrase: [1]) }
        #expect(error?.message.contains("4294967295 times") == true)
    }

    private func armoured(cipher: String, rounds: UInt32, type: String) -> [UInt8] {
        var secret = SSHWriter()
        secret.uint32(7)
        secret.uint32(7)
        secret.string(type)
        var options = SSHWriter()
        options.string([1, 2, 3])
        options.uint32(rounds)
        var key = SSHWriter()
        key.string(cipher)
        key.string("bcrypt")
        key.string(options.bytes)
        key.uint32(1)
        key.string([])
        key.string(secret.bytes)
        let body = Data(Array("openssh-key-v1\0".utf8) + key.bytes).base64EncodedString()
        let name = "OPENSSH PRIVATE KEY"
        return Array("-----BEGIN \(name)-----\n\(body)\n-----END \(name)-----\n".utf8)
    }
}

@Suite("A comment in known_hosts")
struct HostileKnownHostsTests {
    @Test(
        "makes no line by characters that end lines elsewhere",
        arguments: ["\u{2028}", "\u{85}", "\r"])
    func endsWithItsLine(end: String) throws {
        let blob = try #require(Data(base64Encoded: "AAAAC3NzaC1lZDI1NTE5AAAAIAEB"))
        let key = try #require(PublicKey(blob: Array(blob)))
        var index = KnownHostsIndex()
        index.add(Array("# me\(end)web1 ssh-ed25519 \(key.base64)\n".utf8), from: "known_hosts")
        #expect(index.lines(about: Machine(address: "web1", port: 22)).isEmpty)
    }
}
