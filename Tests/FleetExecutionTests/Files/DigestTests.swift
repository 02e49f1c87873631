import Testing

@testable import FleetExecution

@Suite("What a host says that a file comes to")
struct DigestTests {
    /// The SHA-256 of `abc`.
    private static let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    @Test(
        "is read from any program that hosts have",
        arguments: [
            ("sha256sum\n\(sha256)  -\n", "sha256sum"),
            ("shasum\n\(sha256)  -\n", "shasum, SHA-256"),
            ("openssl\nSHA2-256(stdin)= \(sha256)\n", "openssl, SHA-256"),
            ("openssl\n(stdin)= \(sha256)\n", "openssl, SHA-256"),
            ("busybox\n\(sha256)  -\n", "busybox, SHA-256"),
            ("cksum\n1219131554 3\n", "cksum"),
        ])
    func reads(answer: String, verification: String) throws {
        let theirs = try #require(HostFiles.Digest(answer: Array(answer.utf8)))
        #expect(theirs.verification == verification)
        var meter = DigestMeter(theirs.digest.algorithm)
        meter.update("a".utf8)
        meter.update([98, 99][...])
        #expect(meter.digest == theirs.digest)
    }

    @Test(
        "is nothing where it says something else",
        arguments: [
            "", "none\n", "sha256sum\n", "sha256sum\nno such file\n", "cksum\nx 3\n",
            "sha256sum\n\(sha256.dropLast())\n", "sha256sum\n\(sha256.uppercased())\n",
        ])
    func readsNothing(answer: String) {
        #expect(HostFiles.Digest(answer: Array(answer.utf8)) == nil)
    }
}
