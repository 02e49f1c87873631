/// The name of a user on a host.
public enum LoginName {
    /// `text`, where it can be one: visible, no option, nothing that separates fields or folders.
    public static func checked(_ text: String) -> String? {
        let isVisible = text.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0.value != 0x7f && $0 != ":" && $0 != "/"
        }
        return !text.isEmpty && !text.hasPrefix("-") && isVisible ? text : nil
    }
}
