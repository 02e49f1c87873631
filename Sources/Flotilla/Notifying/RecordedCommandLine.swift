/// The command line as it may be kept, and shown in a report that is mailed: without what `--notify` says, in which
/// there may be secrets.
package enum RecordedCommandLine {
    private static let flag = "--notify"

    /// The words without the secrets in them.
    package static func of(_ words: [String]) -> [String] {
        var recorded: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            // What follows is the script's own.
            guard word != "--" else { return recorded + [word] + rest }
            if word.hasPrefix(flag + "=") {
                recorded.append("\(flag)=\(shown(String(word.dropFirst(flag.count + 1))))")
            } else {
                recorded.append(word)
                if word == flag, let value = rest.popFirst() { recorded.append(shown(value)) }
            }
        }
        return recorded
    }

    private static func shown(_ value: String) -> String {
        do { return try NotificationTarget(written: value).shown } catch { return "…" }
    }
}
