/// The name of a user on a host.
public enum LoginName {
    /// `text`, where it can be one: visible, no option, nothing that separates fields, folders or commands.
    ///
    /// A domain's user has a backslash, and a machine's own account ends with `$`.
    public static func checked(_ text: String) -> String? {
        let isVisible = text.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0.value != 0x7f && $0 != ":" && $0 != "/"
        }
        let name = text.hasSuffix("$") ? text.dropLast() : text[...]
        let isForShells = name.contains { $0 != "\\" && HostName.isForShells($0) }
        return !text.isEmpty && !text.hasPrefix("-") && isVisible && !isForShells ? text : nil
    }
}
