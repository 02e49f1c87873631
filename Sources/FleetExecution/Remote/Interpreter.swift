/// What runs a script: the interpreter of its first line, as the kernel would read it.
///
/// It is we who call it, so that a script runs from a folder that is mounted noexec.
///
/// - Source: execve(2), "Interpreter scripts".
struct Interpreter: Hashable {
    /// The interpreter as written, a carriage return of a CRLF line end included; `nil` for a program that
    /// is no script.
    let path: String?
    /// The rest of the line, which the kernel passes as one argument.
    var argument: String?

    /// The kernel reads no more than this of the first line, in bytes.
    private static let longestLine = 255

    /// Finds the interpreter of `script`: `sh` where the script names none, as a shell would take it.
    init(of script: [UInt8]) {
        if script.starts(with: [0x7f] + "ELF".utf8) {
            self.path = nil
            return
        }
        guard script.starts(with: "#!".utf8) else {
            self.path = "sh"
            return
        }
        let line = script.prefix(Self.longestLine).dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }
        let words = line.split(maxSplits: 1, whereSeparator: Self.isBlank)
        guard let first = words.first else {
            self.path = "sh"
            return
        }
        self.path = String(decoding: first, as: UTF8.self)
        var rest = words.dropFirst().first ?? []
        rest = rest.drop(while: Self.isBlank)
        while let last = rest.last, Self.isBlank(last) { rest.removeLast() }
        if !rest.isEmpty { self.argument = String(decoding: rest, as: UTF8.self) }
    }

    /// The program whose absence would be a missing interpreter: with `env`, the one that env is to find.
    var sought: String? {
        guard let path, path == "/usr/bin/env" || path == "/bin/env", let argument,
            !argument.hasPrefix("-"), !argument.contains(where: { " \t=".contains($0) })
        else { return path }
        return argument
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
