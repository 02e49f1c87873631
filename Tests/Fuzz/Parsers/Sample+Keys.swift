import Crypto
import Foundation

@testable import SSHTransport

/// Private keys that open nothing: made for this, or of numbers that are all ones.
extension Sample {
    /// What locks ``openSSHKeys`` of one round.
    static let passphrase = Array("a".utf8)

    /// Puts the bytes of a key into the armour of a file.
    static func armoured(_ body: [UInt8]) -> [UInt8] {
        let text = Data(body).base64EncodedString(options: .lineLength64Characters)
        let name = "OPENSSH PRIVATE KEY"
        return Array("-----BEGIN \(name)-----\n\(text)\n-----END \(name)-----\n".utf8)
    }

    /// How often a passphrase would be hashed to open the key; `nil` where nothing says it.
    static func rounds(of body: [UInt8]) -> UInt32? {
        var reader = SSHReader(body.dropFirst(openSSHMagic.count))
        guard reader.string() != nil, reader.string() != nil, let options = reader.string() else {
            return nil
        }
        var optionsReader = SSHReader(options)
        return optionsReader.string() == nil ? nil : optionsReader.uint32()
    }

    private static let openSSHMagic = Array("openssh-key-v1\0".utf8)

    /// The insides of keys in OpenSSH's form.
    static let openSSHKeys: [[UInt8]] =
        [
            openSSH("ssh-ed25519", 64, cipher: "none"), openSSH("ssh-rsa", 64, cipher: "none"),
            lockedKey,
        ]
        + ["aes256-ctr", "aes128-cbc", "aes256-gcm@openssh.com"]
        .map { openSSH("ssh-ed25519", 64, cipher: $0) }

    /// Those whose public halves are reckoned out, or checked, for longer than a thousand bytes are read.
    static let slowKeys =
        [("ecdsa-sha2-nistp256", 32), ("ecdsa-sha2-nistp384", 48), ("ecdsa-sha2-nistp521", 66)]
        .map { type, size in openSSH(type, size, cipher: "none") } + [keyOfRSA]

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
        return openSSHMagic + key.bytes
    }

    private static func decoded(_ base64: String) -> [UInt8] {
        guard let data = Data(base64Encoded: base64) else { preconditionFailure("it is no base64") }
        return Array(data)
    }

    /// Made by `ssh-keygen -t ed25519 -a 1 -N a`.
    private static let lockedKey = decoded(
        """
        b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABBg2xLTiU\
        7KLwQR+G8faHrrAAAAAQAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIMVm46Fgen2488A1\
        OJRIwn3RDy7q8vynH7nTCewA3sRIAAAAkN1Sug5UkMKqECXg8vTHyB4y33Mvl9+LdzDV1f\
        lnSbEWb3Y73vTVZf6jUfXbf6nNBA5OMRVNIh3DeMePVdqMV9otC2a5NkOY7tlu0OEWfXeH\
        xjyAeFj1F8QXnjCLblSeARkC6gzvcKrvkw4atd13Y/QCvhGuf/FWlyn9KZnxhNLZUrar35\
        d6h+D3C1q40JF8vQ==
        """)

    /// Made by `ssh-keygen -t rsa -b 2048`.
    private static let keyOfRSA = decoded(
        """
        b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAABFwAAAAdzc2gtcnNhAAAAAwEAAQAA\
        AQEAmF01353XicDkYgd1CTxrKT3JGv2+V0UFjsI03pUKB68gvHmG0BXDqxmIOdYqSnv/HeXBDwpZC8l+edDb\
        WRB6owo2lGHCj9O4msAzRpFsbDX1vFbpmAfKZwlO9YDXAVthfJYTGB7aR86DKIH6uidMZrLliFFsFE32Zm7r\
        EzloiQZIdmzbZIHeUNRTFXlZchu4/OInJZaekhiWq13Nwc1xaCnBpccd/qpe8UGsFHnuH9OfjnxcjoTUnIza\
        iCCMySxr6WbagVHhLjYMTplD/9qxKaufTzXMlFQZAWg3YULXetxFtYY/j3UFpKvMhCKLCMViLEJcMGDKzSIb\
        mfDVv6H+IwAAA7iwoteSsKLXkgAAAAdzc2gtcnNhAAABAQCYXTXfndeJwORiB3UJPGspPcka/b5XRQWOwjTe\
        lQoHryC8eYbQFcOrGYg51ipKe/8d5cEPClkLyX550NtZEHqjCjaUYcKP07iawDNGkWxsNfW8VumYB8pnCU71\
        gNcBW2F8lhMYHtpHzoMogfq6J0xmsuWIUWwUTfZmbusTOWiJBkh2bNtkgd5Q1FMVeVlyG7j84icllp6SGJar\
        Xc3BzXFoKcGlxx3+ql7xQawUee4f05+OfFyOhNScjNqIIIzJLGvpZtqBUeEuNgxOmUP/2rEpq59PNcyUVBkB\
        aDdhQtd63EW1hj+PdQWkq8yEIosIxWIsQlwwYMrNIhuZ8NW/of4jAAAAAwEAAQAAAQA24pzdiMZz4QBkL7uB\
        MDqKCK/BAVbnqP1vh5Xz+Ew8qGFqg3yEyNJLeE8SRovFeRVVd8Yr3NZm4Jam2w2o7769rJgsq2qi1OnTFRlj\
        ek9MS8PRrJ1JHsVSiI/g8CCDZJ+heY43SiXnaATnOqtPE4j6FceJa4s7ZTo1fA9CRZPah9JmamIDzSkSg/lT\
        F2K9HpKNlL0007un+r8FmtQ83VKR+EVrEnO1uV7hpgBmcTQl/l9S6NCfzx21A0wkxH4j0515BlIuptO985ES\
        +zkqwUTPIykl0rO5pleX43eG1oRAWviPuME2q/pbHOCpaKrMtAUiGUZI3tDZLt0J1ame+X0BAAAAgB2fqTWu\
        cWpYslf/wzzHEM+Q9NPhUK8gRINpR7JPf8CbXoUH0zwFQHEUb7k465stIez0UEeBG9at06Ck7HfzvX2VpqOS\
        bwe6IpLsfs+4NaNZ/Q3GHIqg+eXNT5gXGK0KY11Sqi+T6Hi3ZWnIdZNehf1Ynuh/k8SJNy4Vh2SY8ZS/AAAA\
        gQDQJb6S4RD+QYafeu5heh0jh9vynUQmzb9Xf1sADdCo1CKGcykOQ9S5M7LmcqE+XRZTF14Dn85kK7YpB5Ye\
        0hl0ZxXs8ejinZ2kcarhliAq24M8vITgIV7+XgMQaavkWrctJsko2qRIZyTk/ZDlRhUj0JJRhUGAq19dwzrG\
        yWCykwAAAIEAu2RocdOFNWzwZ0YKV26RXmmUtKVJWpQh/2gb2rgMOy7YvV+kaEzHt6o/BrvEchcIik3pIZQ8\
        JfbbXYb0D1EwRjpb6RT+nNUMfPWFi432u+mdUkDYB/0KmsmeaenRTJPKmwAxlYqZNTnOFd5uum+B/FySityw\
        JNRLvU+GZSQy8DEAAAAAAQID
        """)

    /// A key in an older form.
    static let pemOfCurve: [UInt8] = {
        guard let key = try? P256.Signing.PrivateKey(rawRepresentation: ones) else {
            preconditionFailure("it is a key")
        }
        return Array(key.pemRepresentation.utf8)
    }()

    /// Another, whose type swift-crypto doesn't read in this form.
    static let pemOfEd25519: [UInt8] = {
        let prefix: [UInt8] = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32]
        let body = Data(prefix + ones).base64EncodedString()
        return Array("-----BEGIN PRIVATE KEY-----\n\(body)\n-----END PRIVATE KEY-----\n".utf8)
    }()

    private static let ones = [UInt8](repeating: 1, count: 32)
}
