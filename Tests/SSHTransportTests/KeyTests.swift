import FleetCore
import FleetExecution
import Foundation
import SSHTransport
import TestSupport
import Testing

@Suite("A private key", .needs("sshd", "ssh-keygen"), .fewAtOnce)
struct KeyTests {
    /// How `ssh-keygen` makes a key of each type and form.
    static let forms: [[String]] = [
        ["-t", "ed25519"],
        ["-t", "ecdsa", "-b", "256"],
        ["-t", "ecdsa", "-b", "384"],
        ["-t", "ecdsa", "-b", "521"],
        ["-t", "rsa", "-b", "2048"],
        ["-t", "rsa", "-b", "2048", "-m", "PEM"],
        ["-t", "rsa", "-b", "2048", "-m", "PKCS8"],
        ["-t", "ecdsa", "-b", "256", "-m", "PEM"],
        ["-t", "ecdsa", "-b", "384", "-m", "PKCS8"],
        ["-t", "ecdsa", "-b", "521", "-m", "PEM"],
    ]

    @Test("lets its user in, whatever its type and form", arguments: forms)
    func letsIn(form: [String]) async throws {
        let server = try LoopbackServer(userKey: form)
        let key = try await server.key.load()
        let blob = server.key.publicLine.split(separator: " ")[1]
        #expect(Data(key.publicKey.blob).base64EncodedString() == blob)
        try await withConnection(to: server.endpoint()) { connection in
            let result = try await connection.run("echo in")
            #expect(result.text == "in\n")
        }
    }

    /// How `ssh-keygen` encrypts a key.
    static let ciphers = [
        "aes256-ctr", "aes256-cbc", "aes192-ctr", "aes128-cbc", "aes256-gcm@openssh.com",
        "aes128-gcm@openssh.com",
    ]

    @Test("that is encrypted opens with its passphrase, and with no other", arguments: ciphers)
    func isDecrypted(cipher: String) async throws {
        let folder = try TestFolder()
        let key = try TestKey(
            in: folder, "key", ["-t", "ed25519", "-N", "correct horse", "-Z", cipher])
        let right = PassphraseSource.prompt { _ in "correct horse" }
        let loaded = try await PrivateKey.load(path: key.path, passphrase: right)
        let blob = key.publicLine.split(separator: " ")[1]
        #expect(Data(loaded.publicKey.blob).base64EncodedString() == blob)
        let wrong = PassphraseSource.prompt { _ in "wrong horse" }
        #expect(await failure(key.path, wrong) == .passphraseWrong)
        #expect(await failure(key.path, nil) == .passphraseMissing)
    }

    @Test("encrypted with many rounds opens as well")
    func isDecryptedWithRounds() async throws {
        let key = try TestKey(
            in: TestFolder(), "key", ["-t", "rsa", "-b", "2048", "-N", "pass", "-a", "7"])
        let source = PassphraseSource.prompt { _ in "pass" }
        let loaded = try await PrivateKey.load(path: key.path, passphrase: source)
        let blob = key.publicLine.split(separator: " ")[1]
        #expect(Data(loaded.publicKey.blob).base64EncodedString() == blob)
    }

    @Test("takes its passphrase from a file, a command or the environment")
    func takesPassphrase() async throws {
        let folder = try TestFolder()
        let key = try TestKey(in: folder, "key", ["-t", "ed25519", "-N", "secret"])
        let file = try folder.write("secret\r\nsecond line\n", to: "passphrase")
        _ = try await PrivateKey.load(path: key.path, passphrase: .file(file))
        _ = try await PrivateKey.load(path: key.path, passphrase: .command("printf 'secret\\nx'"))
        setenv("FLOTILLA_TEST_PASSPHRASE", "secret", 1)
        _ = try await PrivateKey.load(
            path: key.path, passphrase: .environment("FLOTILLA_TEST_PASSPHRASE"))
        let unavailable: [PassphraseSource] = [
            .file(folder.file("absent")), .command("exit 3"), .environment("FLOTILLA_NO_SUCH"),
        ]
        for source in unavailable {
            #expect(await failure(key.path, source) == .passphraseUnavailable)
        }
    }

    @Test("that can't be used says why")
    func isRefused() async throws {
        let folder = try TestFolder()
        let key = try TestKey(in: folder)
        #expect(await failure(folder.file("absent")) == .unreadable)
        #expect(await failure(folder.path) == .unreadable)
        #expect(await failure("\(key.path).pub", mode: 0o600) == .publicKey)
        let text = try folder.read("key")
        #expect(try await failure(folder.write(text, to: "open", mode: 0o640)) == .openPermissions)
        #expect(try await failure(folder.write("hello", to: "text")) == .notAKey)
        #expect(try await failure(folder.write("", to: "empty")) == .notAKey)
        let cut = String(text.prefix(200)) + "\n-----END OPENSSH PRIVATE KEY-----\n"
        #expect(try await failure(folder.write(cut, to: "cut")) == .damaged)
        let putty = "PuTTY-User-Key-File-3: ssh-ed25519\n"
        #expect(try await failure(folder.write(putty, to: "putty")) == .unsupported)
        let pem = try TestKey(
            in: folder, "pem", ["-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "secret"])
        #expect(await failure(pem.path) == .unsupported)
    }

    @Test("with open permissions is told how to be mended")
    func permissionsMessage() async throws {
        let folder = try TestFolder()
        let key = try TestKey(in: folder)
        chmod(key.path, 0o644)
        let error = await #expect(throws: KeyError.self) {
            _ = try await PrivateKey.load(path: key.path)
        }
        #expect(
            error?.description
                == "\(key.path): its permissions are 644, so others may read the key;"
                + " run: chmod 600 \(key.path) [key.open-permissions]")
    }

    @Test("is read and decrypted once, however many ask for it")
    func isLoadedOnce() async throws {
        let key = try TestKey(in: TestFolder(), "key", ["-t", "ed25519", "-N", "secret"])
        let ring = KeyRing()
        let questions = Counter()
        let source = PassphraseSource.prompt { _ in
            await questions.increment()
            return "secret"
        }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    await #expect(throws: Never.self) {
                        _ = try await ring.key(path: key.path, passphrase: source)
                    }
                }
            }
        }
        #expect(await questions.value == 1)
    }

    /// The code of the failure to load a key; `nil` where it could be loaded.
    private func failure(
        _ path: String, _ source: PassphraseSource? = nil, mode: mode_t? = nil
    ) async -> KeyError.Code? {
        if let mode { chmod(path, mode) }
        do throws(KeyError) {
            _ = try await PrivateKey.load(path: path, passphrase: source)
            return nil
        } catch {
            return error.code
        }
    }
}

/// Counts across tasks.
actor Counter {
    private(set) var value = 0

    func increment() { value += 1 }
}
