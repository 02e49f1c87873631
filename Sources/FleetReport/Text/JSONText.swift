/// Writes JSON strings straight from bytes, for output is bytes and there may be gigabytes of it.
package enum JSONText {
    /// Appends `text` as a JSON string.
    package static func write(_ text: String, to bytes: inout [UInt8]) {
        write(Array(text.utf8), to: &bytes)
    }

    /// Appends bytes as a JSON string; control characters are escaped, so a terminal shows and obeys none.
    ///
    /// - Returns: Whether all of it was UTF-8; where not, each ill-formed part has become U+FFFD.
    @discardableResult
    package static func write(_ text: [UInt8], to bytes: inout [UInt8]) -> Bool {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        if text.allSatisfy({ $0 < 0x80 }) {
            for byte in text { writeASCII(byte, to: &bytes) }
            return true
        }
        let repaired = String(decoding: text, as: UTF8.self)
        for scalar in repaired.unicodeScalars {
            switch scalar.value {
            case ..<0x80: writeASCII(UInt8(scalar.value), to: &bytes)
            case 0x80...0x9f, 0x2028, 0x2029:
                bytes += "\\u".utf8
                let digits = String(scalar.value, radix: 16)
                bytes += String(repeating: "0", count: 4 - digits.count).utf8
                bytes += digits.utf8
            default: bytes += String(scalar).utf8
            }
        }
        return repaired.utf8.elementsEqual(text)
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

    private static func writeASCII(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): bytes += #"\""#.utf8
        case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
        case 0x0a: bytes += #"\n"#.utf8
        case 0x0d: bytes += #"\r"#.utf8
        case 0x09: bytes += #"\t"#.utf8
        case 0x00...0x1f, 0x7f:
            let digits = Array("0123456789abcdef".utf8)
            bytes += #"\u00"#.utf8
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 0x0f)])
        default: bytes.append(byte)
        }
    }
}
