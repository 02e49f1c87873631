/// The only place where a value becomes text for a shell.
package enum ShellQuoting {
    /// Quotes a value for a POSIX `sh`: it gives exactly these bytes back, whatever they are but NUL.
    package static func quoted(_ value: String) -> String {
        var text = "'"
        for character in value.unicodeScalars {
            if character == "'" { text += #"'\''"# } else { text.unicodeScalars.append(character) }
        }
        return text + "'"
    }

    /// Encodes bytes as one word that passes unchanged through every login shell, for `printf %b` to decode.
    ///
    /// - Shape: bytes of the safe set as they are, newline as `\n`, any other as `\0ooo` (octal), all between
    ///   single quotes. So there is no raw newline (tcsh ends a quote at it), no `\\` or `\'` (fish takes
    ///   them for escapes even there) and no `!` (history of csh).
    static func encodedWord(_ bytes: some Sequence<UInt8>) -> String { "'\(encoded(bytes))'" }

    /// The same without the quotes: one line of ASCII, for a `printf %b` that gets it through `read -r`.
    static func encoded(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                text += #"\n"#.utf8
            } else if isSafe(byte) {
                text.append(byte)
            } else {
                text += #"\0"#.utf8
                text += [6, 3, 0].map { UInt8(ascii: "0") + (byte >> $0) & 7 }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Printable ASCII but `'`, `\` and `!`.
    private static func isSafe(_ byte: UInt8) -> Bool {
        guard UInt8(ascii: " ")...UInt8(ascii: "~") ~= byte else { return false }
        return byte != UInt8(ascii: "'") && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "!")
    }
}
