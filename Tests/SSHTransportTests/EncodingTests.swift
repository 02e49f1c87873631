import Testing

@testable import SSHTransport

@Suite("The data types of SSH")
struct EncodingTests {
    @Test("are read as they are written")
    func roundTrip() {
        var writer = SSHWriter()
        writer.byte(7)
        writer.uint32(0x0102_0304)
        writer.string("text")
        writer.magnitude([0, 0, 0x80])
        #expect(
            writer.bytes == [7, 1, 2, 3, 4, 0, 0, 0, 4] + Array("text".utf8) + [
                0, 0, 0, 2, 0, 0x80,
            ])
        var reader = SSHReader(writer.bytes)
        #expect(reader.byte() == 7)
        #expect(reader.uint32() == 0x0102_0304)
        #expect(reader.text() == "text")
        #expect(reader.magnitude().map(Array.init) == [0x80])
        #expect(reader.isAtEnd)
    }

    @Test(
        "are not read beyond what is there",
        arguments: [[], [0], [0, 0, 0, 5, 1], [255, 255, 255, 255]])
    func cutOff(bytes: [UInt8]) {
        var reader = SSHReader(bytes)
        #expect(reader.string() == nil)
    }

    @Test("A server's offer is compared with ours, and only a whole one")
    func offer() {
        var message = SSHWriter()
        message.byte(20)
        for _ in 0..<16 { message.byte(0) }
        let lists = [
            "curve25519-sha256", "ssh-ed25519", "aes128-ctr", "aes128-ctr", "some-new-mac",
            "hmac-sha2-256", "none", "none", "", "",
        ]
        for list in lists { message.string(list) }
        message.byte(0)
        message.uint32(0)
        var packet = SSHWriter()
        packet.uint32(UInt32(message.bytes.count + 1 + 4))
        packet.byte(4)
        let bytes = packet.bytes + message.bytes + [0, 0, 0, 0]
        let disagreement = KeyExchangeOffer(packet: bytes[...])?.disagreement
        #expect(disagreement?.name == "MAC")
        #expect(disagreement?.theirs == ["some-new-mac"])
        #expect(KeyExchangeOffer(packet: bytes[..<60]) == nil)
        #expect(KeyExchangeOffer(packet: [255, 255, 255, 255, 0, 20]) == nil)
    }
}

@Suite("Blowfish and bcrypt")
struct BcryptTests {
    /// - Source: the first words of Blowfish's published tables, P[0], P[17], S[0][0] and S[3][255].
    @Test("begin with the digits of pi")
    func digits() {
        let words = PiDigits.fraction
        #expect(words.count == 1_042)
        #expect(words.first == 0x243f_6a88)
        #expect(words[17] == 0x8979_fb1b)
        #expect(words[18] == 0xd131_0ba6)
        #expect(words.last == 0x3ac3_72e6)
    }

    /// - Source: bcrypt_pbkdf's test vectors in OpenBSD's and libsodium's bindings.
    @Test("derive the published key")
    func vector() {
        let key = BcryptPBKDF.derive(
            passphrase: Array("password".utf8), salt: Array("salt".utf8), rounds: 4, count: 32)
        let expected =
            "5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9"
        #expect(key?.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected)
    }

    @Test("refuse what can't be derived from")
    func refusals() {
        #expect(BcryptPBKDF.derive(passphrase: [], salt: [1], rounds: 1, count: 32) == nil)
        #expect(BcryptPBKDF.derive(passphrase: [1], salt: [], rounds: 1, count: 32) == nil)
        #expect(BcryptPBKDF.derive(passphrase: [1], salt: [1], rounds: 0, count: 32) == nil)
    }
}
