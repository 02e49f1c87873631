/// What a terminal would obey, or show otherwise than it is; written without regard to what removes it.
enum TerminalDanger {
    /// Says why `bytes` must not reach a terminal, or `nil`; only SGR, tabs and newlines are allowed beside text.
    static func found(in bytes: some Sequence<UInt8>) -> String? {
        let text = Array(bytes)
        guard String(validating: text, as: UTF8.self) != nil else { return "ill-formed UTF-8" }
        var rest = text[...]
        while let byte = rest.popFirst() {
            if byte == 0x1b {
                guard rest.popFirst() == UInt8(ascii: "[") else { return "an escape, no CSI" }
                rest = rest.drop { 0x30...0x3b ~= $0 }
                guard rest.popFirst() == UInt8(ascii: "m") else { return "a CSI, no SGR" }
            } else if byte < 0x20 && byte != 0x09 && byte != 0x0a || byte == 0x7f {
                return "control byte \(byte)"
            }
        }
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x80...0x9f, 0x061c, 0x200b, 0x200e, 0x200f, 0x2028...0x202e, 0x2060...0x206f,
                0xfeff:
                return "U+\(String(scalar.value, radix: 16))"
            default: break
            }
        }
        return nil
    }
}
