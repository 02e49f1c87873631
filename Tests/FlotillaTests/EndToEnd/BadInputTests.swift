import Foundation
import TestSupport
import Testing

@Suite("End to end: a mistake in what was asked", .endToEnd, .fewAtOnce)
struct BadInputTests {
    private static let inventory =
        "hosts: { web1: { address: 127.0.0.1, port: PORT, key: good } }\n"

    /// One mistake: what is typed, and a part of what is said to it; `PORT` stands for the listener's.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let name: String
        var inventory = "keys: { good: { file: good } }\n" + BadInputTests.inventory
        let words: [String]
        let says: String
        var testDescription: String { name }
    }

    private static let mistakes = [
        Mistake(
            name: "no inventory file", words: ["run", "-i", "no.yaml", "ok.sh"],
            says: "no.yaml: there is no such file"),
        Mistake(
            name: "bad YAML", inventory: "hosts: [ {\n", words: ["run", "ok.sh"],
            says: "flotilla.yaml:"),
        Mistake(
            name: "unknown key", inventory: "hosts: { web1: { adress: 127.0.0.1, port: PORT } }\n",
            words: ["run", "ok.sh"], says: "did you mean 'address'?"),
        Mistake(
            name: "unknown group",
            inventory: "keys: { good: { file: good } }\n" + BadInputTests.inventory
                + "groups: { web: { groups: [wbe] } }\n",
            words: ["run", "ok.sh"], says: "group 'wbe' is not defined"),
        Mistake(
            name: "empty pattern", words: ["run", "-l", "web1:!web1", "ok.sh"],
            says: "no host is left"),
        Mistake(
            name: "unknown host", words: ["run", "-l", "web9", "ok.sh"],
            says: "no host or group has that name"),
        Mistake(
            name: "no such key", words: ["run", "--private-key", "nokey", "ok.sh"],
            says: "nokey: the key can't be read"),
        Mistake(
            name: "open key", words: ["run", "--private-key", "open", "ok.sh"],
            says: "chmod 600"),
        Mistake(
            name: "not a key", words: ["run", "--private-key", "ok.sh", "ok.sh"],
            says: "the file holds no private key"),
        Mistake(
            name: "encrypted key", words: ["run", "--private-key", "locked", "ok.sh"],
            says: "passphrase"),
        Mistake(
            name: "no such script", words: ["run", "no.sh"], says: "no script 'no.sh'"),
        Mistake(name: "a folder", words: ["run", "folder"], says: "is a folder"),
        Mistake(name: "unknown flag", words: ["run", "--no-such", "ok.sh"], says: "'--no-such'"),
        Mistake(
            name: "bad duration", words: ["run", "--timeout", "5x", "ok.sh"],
            says: "expected a duration"),
        Mistake(name: "no script at all", words: ["run"], says: "flotilla run patch.sh"),
        Mistake(name: "no command", words: ["exec"], says: "flotilla exec -- uptime"),
        Mistake(
            name: "two scripts", words: ["run", "ok.sh", "other.sh"],
            says: "flotilla run --script ok.sh --script other.sh"),
        Mistake(
            name: "a script beside --script", words: ["run", "--script", "ok.sh", "other.sh"],
            says: "--script ok.sh --script other.sh"),
        Mistake(
            name: "a variable without value", words: ["exec", "-e", "a", "--", "id"], says: "'a'"),
        Mistake(
            name: "a variable no shell takes", words: ["exec", "-e", "a-b=1", "--", "id"],
            says: "'a-b'"),
        Mistake(name: "no such command", words: ["rum", "ok.sh"], says: "rum"),
        Mistake(name: "no such run", words: ["show", "last"], says: "run"),
        Mistake(name: "no such output", words: ["run", "--output", "x", "ok.sh"], says: "grouped"),
    ]

    @Test(
        "is told on standard error, with exit 2, before any host is contacted", arguments: mistakes)
    func isTold(mistake: Mistake) async throws {
        let listener = try SilentListener()
        let someone = try Operator()
        let farm = try await Farm.shared
        let key = try bytes(ofFile: farm.key)
        try someone.folder.write(
            mistake.inventory.replacingOccurrences(of: "PORT", with: "\(listener.port)"),
            to: "flotilla.yaml")
        try someone.folder.write(key, to: "good")
        try someone.folder.write(key, to: "open", mode: 0o644)
        try someone.folder.write(BadInputTests.lockedKey, to: "locked")
        for script in ["ok.sh", "other.sh", "folder/in"] {
            try someone.folder.write("echo hi\n", to: script)
        }
        let came = try await someone.flotilla(mistake.words)
        #expect(came.status == 2)
        #expect(came.output.text == "")
        #expect(came.errors.text.contains(mistake.says), "\(came.errors.text)")
        #expect(came.errors.text.count < 800, "\(came.errors.text)")
        #expect(listener.isUntouched)
        #expect(!someone.hasRun)
    }

    @Test(
        "a key that can't be read is told apart from one that isn't there",
        .enabled(if: getuid() != 0))
    func unreadableKey() async throws {
        let someone = try Operator()
        try someone.folder.write("", to: "secret", mode: 0)
        let came = try await someone.flotilla(
            "exec", "-i", "127.0.0.1,", "--private-key", "secret", "--", "true")
        #expect(came.status == 2)
        #expect(came.errors.text.contains("secret: the key can't be read"))
    }

    /// An ed25519 key of nobody, with the passphrase `secret`.
    private static let lockedKey = """
        -----BEGIN OPENSSH PRIVATE KEY-----
        b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABC3Mjz4oX
        dFVBUC2HTzf2cuAAAAEAAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIBeq9+tQDbl1UACa
        lns4FYSCz0TpNRZSh4I5DFhoLLJyAAAAkNxccpp6bZAnQCeKKJDPyMUXnYUa1IZ3n7CsmA
        PFGkYxBTrc60MVmhhpY2O1D7CQY0tgOAzf//LP4RHKKVD5BMIEj92d1Zf2Er/irB61WpKI
        f/PYzC2qjJxDrqL8lhPOucGITPRxp9aCo9N72PNd4y6RfYUl8FrEoVgNXOef7vkG5UlAHn
        qmctdXffRR1XBuJA==
        -----END OPENSSH PRIVATE KEY-----

        """
}
