import Foundation

/// Where a secret comes from: the passphrase of a private key, or the password that sudo or a server asks for.
public enum PassphraseSource: Sendable {
    /// The variable of this name in the environment.
    case environment(String)
    /// The first line of the file at this path.
    case file(String)
    /// The first line that this command, given to `sh -c`, prints.
    case command(String)
    /// An answer from the operator, or `nil` for none; it is given the question.
    case prompt(@Sendable (_ question: String) async -> String?)

    /// What a secret is, for questions and errors.
    private struct Purpose {
        /// What people call it.
        let name: String
        /// The key of an inventory that says where it is.
        let key: String
        /// What it is for: the path of a key, or `sudo`.
        let place: String

        func failure(_ message: String) -> KeyError {
            KeyError(.passphraseUnavailable, place: place, message)
        }
    }

    /// Gets the passphrase for the key at `path`.
    ///
    /// - Throws: ``KeyError`` with `.passphraseUnavailable` or `.passphraseMissing`.
    func passphrase(forKeyAt path: String) async throws(KeyError) -> [UInt8] {
        try await secret(Purpose(name: "passphrase", key: "passphrase", place: path))
    }

    /// Gets the password that sudo asks for.
    ///
    /// - Throws: ``KeyError`` with `.passphraseUnavailable` or `.passphraseMissing`.
    public func sudoPassword() async throws(KeyError) -> [UInt8] {
        try await secret(Purpose(name: "password", key: "become_password", place: "sudo"))
    }

    /// Gets the password that hosts are logged into with.
    ///
    /// - Throws: ``KeyError`` with `.passphraseUnavailable` or `.passphraseMissing`.
    public func loginPassword() async throws(KeyError) -> LoginPassword {
        LoginPassword(
            try await secret(Purpose(name: "password", key: "password", place: "the login")))
    }

    private func secret(_ purpose: Purpose) async throws(KeyError) -> [UInt8] {
        switch self {
        case .environment(let name):
            guard let value = ProcessInfo.processInfo.environment[name] else {
                throw purpose.failure(
                    "the environment has no variable '\(name)' to read the \(purpose.name) from")
            }
            return Array(value.utf8)
        case .file(let source):
            return try await BlockingWork.run { () throws(KeyError) in
                try PassphraseSource.firstLine(ofFile: source, purpose)
            }
        case .command(let command):
            return try await BlockingWork.run { () throws(KeyError) in
                try PassphraseSource.firstLine(ofCommand: command, purpose)
            }
        case .prompt(let ask):
            guard let answer = await ask("\(purpose.name) for \(purpose.place): ") else {
                throw KeyError(
                    .passphraseMissing, place: purpose.place,
                    "no \(purpose.name) was given; where nobody can be asked, the inventory may say "
                        + "where it is: \(purpose.key): { env: NAME }")
            }
            return Array(answer.utf8)
        }
    }

    private static func firstLine(
        ofFile source: String, _ purpose: Purpose
    ) throws(KeyError) -> [UInt8] {
        switch FileContent.read(source, limit: 65_536) {
        case .failure(let error):
            throw purpose.failure(
                "the \(purpose.name) file '\(source)' can't be read: \(error.message)")
        case .success(let content): return firstLine(of: content.bytes)
        }
    }

    private static func firstLine(
        ofCommand command: String, _ purpose: Purpose
    ) throws(KeyError) -> [UInt8] {
        func failure(_ reason: String) -> KeyError {
            purpose.failure("the \(purpose.name) command '\(command)' \(reason)")
        }
        // Its standard input and error are ours, so that it can ask the operator.
        guard let stream = popen(command, "r") else {
            throw failure("can't be run: \(SystemError.last.message)")
        }
        let content = FileContent.read(fileno(stream), limit: 65_536)
        let status = pclose(stream)
        guard case .success(let bytes) = content else { throw failure("gives no \(purpose.name)") }
        guard status == 0 else { throw failure("ended with status \(status >> 8 & 0xff)") }
        return firstLine(of: bytes)
    }

    private static func firstLine(of bytes: [UInt8]) -> [UInt8] {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        return Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
}
