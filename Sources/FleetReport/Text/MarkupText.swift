/// Foreign text for XML and HTML: nothing in it can be taken for markup.
///
/// What XML 1.0 forbids even as a reference (most control characters, U+FFFE, U+FFFF) becomes U+FFFD.
///
/// - Source: XML 1.0, fifth edition, 2.2 (Characters).
package enum MarkupText {
    /// The text as the content of an element.
    package static func content(_ text: String) -> String { escaped(text, isAttribute: false) }

    /// The text as the value of an attribute in double quotes; line ends and tabs stay what they are.
    package static func attribute(_ text: String) -> String { escaped(text, isAttribute: true) }

    private static func escaped(_ text: String, isAttribute: Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: bytes += "&amp;".utf8
            case 0x3c: bytes += "&lt;".utf8
            case 0x3e: bytes += "&gt;".utf8
            case 0x22: bytes += "&quot;".utf8
            case 0x27: bytes += "&#39;".utf8
            case 0x09, 0x0a:
                if isAttribute {
                    bytes += "&#\(scalar.value);".utf8
                } else {
                    bytes.append(UInt8(scalar.value))
                }
            case 0x00...0x1f, 0x7f...0x9f, 0xfffe, 0xffff: bytes += "\u{fffd}".utf8
            case ..<0x80: bytes.append(UInt8(scalar.value))
            default: UTF8.encode(scalar).map { bytes.append(contentsOf: $0) }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
