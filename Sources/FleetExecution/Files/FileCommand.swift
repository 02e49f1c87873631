/// One request of `files.sh`, as a command for the host's login shell.
struct FileCommand {
    /// What the program does.
    enum Request: String {
        case status, names, folder, read, make, append, mode, remove, rename, digest
    }

    /// The line behind which the answer begins.
    let mark: Nonce
    /// The command.
    let text: String

    /// Creates the request of something at `path`; `argument` is a plain word.
    init(_ request: Request, _ path: RemotePath, _ argument: String = "x") {
        self.init(request, path, word: argument)
    }

    /// Creates the request of something with two paths.
    init(_ request: Request, _ path: RemotePath, _ second: RemotePath) {
        self.init(request, path, word: ShellQuoting.encodedWord(second.bytes))
    }

    private init(_ request: Request, _ path: RemotePath, word: String) {
        var random = SystemRandomNumberGenerator()
        mark = Nonce(using: &random)
        text =
            #"exec sh -c 'eval "$(printf %b "$1")"' flotilla \#(FileCommand.program) "#
            + "\(request.rawValue) \(mark) \(ShellQuoting.encodedWord(path.bytes)) \(word)"
    }

    /// The program as one word; made once, not for each request.
    private static let program: String = {
        let source = String(decoding: PackageResources.files_sh, as: UTF8.self)
        let lines = source.split(separator: "\n").map { $0.drop { $0 == " " } }
        let kept = lines.filter { !$0.isEmpty && !$0.hasPrefix("#") }
        return ShellQuoting.encodedWord(kept.joined(separator: "\n").utf8)
    }()
}
