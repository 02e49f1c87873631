/// Writes JSON strings straight from bytes, for output is bytes and there may be gigabytes of it.
package enum JSONText {
    /// Appends `text` as a JSON string.
    package static func write(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        _ = text.withUTF8 { write($0, to: &bytes) }
    }

    /// Appends bytes as a JSON string; control characters are escaped, so a terminal obeys none.
    ///
    /// - Returns: Whether all of it was UTF-8; where not, each ill-formed part has become U+FFFD.
    @discardableResult
    package static func write(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) -> Bool {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex { !isLiteral($0) } ?? text.count
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end]))
            guard end < text.count else { break }
            // What is beyond ASCII is rare in output, so the slow way does for all that follows.
            guard text[end] < 0x80 else {
                return writeRepairing(UnsafeBufferPointer(rebasing: text[end...]), to: &bytes)
            }
            writeEscaped(text[end], to: &bytes)
            start = end + 1
        }
        return true
    }

    private static func writeRepairing(
        _ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]
    ) -> Bool {
        let repaired = String(decoding: text, as: UTF8.self)
        for scalar in repaired.unicodeScalars {
            switch scalar.value {
            case 0x80...0x9f, 0x2028, 0x2029:
                bytes += "\\u".utf8
                let digits = String(scalar.value, radix: 16)
                bytes += String(repeating: "0", count: 4 - digits.count).utf8
                bytes += digits.utf8
            case let value where value < 0x80 && !isLiteral(UInt8(value)):
                writeEscaped(UInt8(value), to: &bytes)
            default: UTF8.encode(scalar).map { bytes.append(contentsOf: $0) }
            }
        }
        return repaired.utf8.elementsEqual(text)
    }

    /// A JSON document in which DEL, C1 controls and characters that reorder or hide text are escaped; encoders leave
    /// them as they are, and terminals obey them.
    package static func escapingControls(in document: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in document.unicodeScalars {
            guard scalar.value >= 0x7f, scalar.value == 0x7f || isHidden(scalar) else {
                escaped.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                escaped +=
                    "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars
            }
        }
        return String(escaped)
    }

    private static func isHidden(_ scalar: UnicodeScalar) -> Bool {
        HiddenCharacter(utf8: UTF8.encode(scalar).map(Array.init) ?? []) != nil
    }

    /// Appends bytes in base64 (RFC 4648, section 4), padded.
    package static func writeBase64(_ data: [UInt8], to bytes: inout [UInt8]) {
        let letters = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for start in stride(from: 0, to: data.count, by: 3) {
            let group = data[start..<min(start + 3, data.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * (3 - group.count))
            for position in 0..<4 {
                let letter = letters[Int(bits >> (18 - 6 * position) & 0x3f)]
                bytes.append(position <= group.count ? letter : UInt8(ascii: "="))
            }
        }
    }

    /// Where the last character that may be unfinished begins; the count where all are whole.
    package static func endOfWholeCharacters(_ bytes: [UInt8]) -> Int {
        let tail = bytes.suffix(3)
        guard let start = tail.lastIndex(where: { $0 & 0xc0 != 0x80 }) else { return bytes.count }
        let length =
            switch bytes[start] {
            case 0xc2...0xdf: 2
            case 0xe0...0xef: 3
            case 0xf0...0xf4: 4
            default: 1
            }
        return start + length > bytes.count ? start : bytes.count
    }

    /// Whether a byte stands for itself in a JSON string.
    private static func isLiteral(_ byte: UInt8) -> Bool {
        0x20...0x7e ~= byte && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func writeEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): bytes += #"\""#.utf8
        case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
        case 0x0a: bytes += #"\n"#.utf8
        case 0x0d: bytes += #"\r"#.utf8
        case 0x09: bytes += #"\t"#.utf8
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes += #"\u00"#.utf8
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 0x0f)])
        }
    }
}
