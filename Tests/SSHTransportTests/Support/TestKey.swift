import Foundation
import SSHTransport
import Testing

/// A key made by OpenSSH for a test.
struct TestKey {
    /// The private half's file.
    let path: String
    /// The public half, as authorized_keys has it.
    let publicLine: String
    /// Keeps the file in being.
    private let folder: TestFolder

    /// Makes a key with `ssh-keygen`; `options` say of what type and form.
    init(in folder: TestFolder, _ name: String = "key", _ options: [String] = ["-t", "ed25519"])
        throws
    {
        self.folder = folder
        path = folder.file(name)
        // One round of bcrypt unless asked otherwise: tests are built without optimisation.
        var arguments = ["-q", "-f", path] + options
        if !options.contains("-N") { arguments += ["-N", ""] }
        if !options.contains("-a") { arguments += ["-a", "1"] }
        #expect(try Programs.run("ssh-keygen", arguments).status == 0)
        publicLine = try folder.read("\(name).pub")
    }

    /// The key, loaded.
    func load() async throws -> PrivateKey { try await PrivateKey.load(path: path) }
}
