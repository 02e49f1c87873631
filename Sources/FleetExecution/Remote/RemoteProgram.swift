/// The program that a host runs for us, in the form in which it travels.
///
/// - Source: `supervisor.sh` and `runner.sh`, embedded at build; REMOTE.md, "How the supervisor program travels".
enum RemoteProgram {
    /// The version of the conversation with the program; the first word of its answers.
    static let version = 1

    /// What the program is asked for.
    enum Mode: String, CaseIterable {
        case ensure, end, clean
    }

    /// The text for an exec request that runs the program.
    ///
    /// - Parameter arguments: words that every login shell leaves alone.
    /// - Shape: one line of ASCII below 9,000 bytes, the most that dropbear takes.
    static func command(_ mode: Mode, _ arguments: [String]) -> String {
        precondition(
            arguments.allSatisfy(isPlainWord), "an argument would need quoting: \(arguments)")
        let program = encodedSupervisor(for: mode)
        return #"exec sh -c 'eval "$(printf %b "$1")"' flotilla \#(program) "#
            + ([mode.rawValue] + arguments).joined(separator: " ")
    }

    /// What runs the script; it travels with the script, on standard input.
    static let runner: String = {
        strip(String(decoding: PackageResources.runner_sh, as: UTF8.self)[...])
    }()
    /// The same as one encoded line; made once, not for each host.
    static let encodedRunner = ShellQuoting.encoded(runner.utf8)

    /// The parts of the program that `mode` needs; `#: ensure end` says for which modes the lines below it are.
    static func supervisor(for mode: Mode) -> String {
        switch mode {
        case .ensure: ensureText
        case .end: endText
        case .clean: cleanText
        }
    }

    /// The same as one encoded word; made once, not for each host.
    private static func encodedSupervisor(for mode: Mode) -> String {
        switch mode {
        case .ensure: ensureWord
        case .end: endWord
        case .clean: cleanWord
        }
    }

    private static let ensureWord = ShellQuoting.encodedWord(ensureText.utf8)
    private static let endWord = ShellQuoting.encodedWord(endText.utf8)
    private static let cleanWord = ShellQuoting.encodedWord(cleanText.utf8)
    private static let ensureText = selectSupervisor(for: .ensure)
    private static let endText = selectSupervisor(for: .end)
    private static let cleanText = selectSupervisor(for: .clean)

    private static func selectSupervisor(for mode: Mode) -> String {
        var isWanted = true
        let source = String(decoding: PackageResources.supervisor_sh, as: UTF8.self)
        let lines = source.split(separator: "\n").filter { line in
            if line.hasPrefix("#: ") {
                isWanted = line.dropFirst(3).split(separator: " ").contains { $0 == mode.rawValue }
            }
            return isWanted
        }
        return strip(lines.joined(separator: "\n")[...])
    }

    /// A program without what only people read: comments, indentation and blank lines.
    static func strip(_ source: Substring) -> String {
        let lines = source.split(separator: "\n").map { $0.drop(while: { $0 == " " }) }
        return lines.filter { !$0.isEmpty && !$0.hasPrefix("#") }.joined(separator: "\n")
    }

    /// Whether every login shell leaves `word` alone.
    static func isPlainWord(_ word: String) -> Bool {
        guard let first = word.first, first != "-" else { return false }
        return word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "._-+,@%/".utf8.contains(byte)
            }
        }
    }
}
