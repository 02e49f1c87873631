/// The answer of `files.sh` to one request, as it comes.
struct FileAnswer {
    private let mark: [UInt8]
    /// What came while the mark hasn't.
    private var noise: [UInt8] = []
    /// Whether the program has begun to answer.
    private(set) var hasBegun = false
    private var errors: [UInt8] = []

    /// How many bytes of a login script's words, or of an error, are looked at.
    private static let limit = 65_536

    /// Expects the answer to `command`.
    init(to command: FileCommand) { self.init(mark: command.mark) }

    /// Expects an answer that begins behind this mark.
    init(mark: Nonce) { self.mark = Array("\n\(mark)\n".utf8) }

    /// Takes bytes of standard output.
    ///
    /// - Returns: What of them is the answer.
    mutating func take(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard !hasBegun else { return bytes[...] }
        // What was looked at before is not looked at again: a host may send its bytes one by one.
        let searched = max(0, noise.count - mark.count + 1)
        noise += bytes
        guard let range = noise[searched...].firstRange(of: mark) else {
            // The mark may be cut in two.
            if noise.count > FileAnswer.limit { noise.removeFirst(noise.count - mark.count) }
            return []
        }
        hasBegun = true
        defer { noise = [] }
        return noise[range.upperBound...]
    }

    /// Takes bytes of standard error.
    mutating func takeError(_ bytes: [UInt8]) {
        errors += bytes.prefix(max(0, FileAnswer.limit - errors.count))
    }

    /// What the program's failure means for `path`.
    func error(at path: RemotePath, _ exit: RemoteExit) -> FileTransferError {
        guard exit.isCode else {
            // It would have said how it ended: a signal, or the server, came between.
            let words = "the host ended the request (\(exit.inWords))"
            return FileTransferError(TransportError(.lost, words))
        }
        guard hasBegun else {
            return FileTransferError(
                .unsupported, "the host's login shell runs no commands (\(exit.inWords))")
        }
        let text = String(decoding: errors, as: UTF8.self)
        let lowered = text.lowercased()
        for (words, meaning) in FileAnswer.meanings where lowered.contains(words) {
            return meaning(path, words)
        }
        let last = text.split(separator: "\n").last.map { String($0.suffix(200)) }
        return .failed(path, last ?? exit.inWords)
    }

    private typealias Meaning = @Sendable (RemotePath, String) -> FileTransferError

    /// What the programs of the locale C say, in lower case as zsh does; some shells have words of their own.
    private static let meanings: [(words: String, meaning: Meaning)] = [
        ("no space left", { path, _ in .diskFull(path) }),
        ("disk quota exceeded", { path, _ in .diskFull(path) }),
        ("permission denied", { .denied($0, $1) }),
        ("operation not permitted", { .denied($0, $1) }),
        ("read-only file system", { .denied($0, $1) }),
        ("file exists", { path, _ in .exists(path) }),
        ("cannot overwrite existing file", { path, _ in .exists(path) }),
        ("no such file or directory", { path, _ in .notFound(path) }),
        ("not a directory", { path, _ in .notFound(path) }),
        ("directory nonexistent", { path, _ in .notFound(path) }),
        ("nonexistent directory", { path, _ in .notFound(path) }),
    ]
}
