import Foundation

/// Where the passphrase of a private key comes from.
public enum PassphraseSource: Sendable {
    /// The variable of this name in the environment.
    case environment(String)
    /// The first line of the file at this path.
    case file(String)
    /// The first line that this command, given to `sh -c`, prints.
    case command(String)
    /// An answer from the operator, or `nil` for none; it is given the question.
    case prompt(@Sendable (_ question: String) async -> String?)

    /// Gets the passphrase for the key at `path`.
    ///
    /// - Throws: ``KeyError`` with `.passphraseUnavailable`.
    func passphrase(forKeyAt path: String) async throws(KeyError) -> [UInt8] {
        switch self {
        case .environment(let name):
            guard let value = ProcessInfo.processInfo.environment[name] else {
                throw KeyError(
                    .passphraseUnavailable, place: path,
                    "the environment has no variable '\(name)' to read the passphrase from")
            }
            return Array(value.utf8)
        case .file(let source):
            return try await BlockingWork.run { () throws(KeyError) in
                try PassphraseSource.firstLine(ofFile: source, path)
            }
        case .command(let command):
            return try await BlockingWork.run { () throws(KeyError) in
                try PassphraseSource.firstLine(ofCommand: command, path)
            }
        case .prompt(let ask):
            guard let answer = await ask("passphrase for \(path): ") else {
                throw KeyError(
                    .passphraseMissing, place: path,
                    "the key is encrypted, and no passphrase was given; where nobody can be asked, "
                        + "the inventory may say where it is: passphrase: { env: NAME }")
            }
            return Array(answer.utf8)
        }
    }

    private static func firstLine(
        ofFile source: String, _ path: String
    ) throws(KeyError) -> [UInt8] {
        switch FileContent.read(source, limit: 65_536) {
        case .failure(let error):
            throw KeyError(
                .passphraseUnavailable, place: path,
                "the passphrase file '\(source)' can't be read: \(error.message)")
        case .success(let content): return firstLine(of: content.bytes)
        }
    }

    private static func firstLine(
        ofCommand command: String, _ path: String
    ) throws(KeyError) -> [UInt8] {
        func failure(_ reason: String) -> KeyError {
            KeyError(
                .passphraseUnavailable, place: path, "the passphrase command '\(command)' \(reason)"
            )
        }
        // Its standard input and error are ours, so that it can ask the operator.
        guard let stream = popen(command, "r") else {
            throw failure("can't be run: \(SystemError.last.message)")
        }
        let content = FileContent.read(fileno(stream), limit: 65_536)
        let status = pclose(stream)
        guard case .success(let bytes) = content else { throw failure("gives no passphrase") }
        guard status == 0 else { throw failure("ended with status \(status >> 8 & 0xff)") }
        return firstLine(of: bytes)
    }

    private static func firstLine(of bytes: [UInt8]) -> [UInt8] {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        return Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
}
