import FleetReport

/// The clean text of `chunks`, given one after another and then ended.
func clean(_ chunks: [[UInt8]], keepsStyles: Bool = true) -> [UInt8] {
    var sanitizer = TerminalSanitizer()
    var sink = CleanBytes(keepsStyles: keepsStyles)
    for chunk in chunks {
        chunk.withUnsafeBufferPointer { sanitizer.clean($0, into: &sink) }
    }
    sanitizer.finish(into: &sink)
    return sink.bytes
}

/// Text in which what a terminal would obey can be read.
func visible(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
        switch scalar.value {
        case 0x0a: "\n"
        case 0x00...0x1f: "^" + String(UnicodeScalar(UInt8(scalar.value) + 0x40))
        case 0x7f...0x9f: "<\(String(scalar.value, radix: 16))>"
        default: String(scalar)
        }
    }.joined()
}

/// Says why `bytes` are not safe for a terminal, or `nil` where they are.
///
/// Written independently of the sanitizer: it knows only what may be there.
func danger(in bytes: [UInt8]) -> String? {
    guard String(validating: bytes, as: UTF8.self) != nil else { return "ill-formed UTF-8" }
    var rest = bytes[...]
    while let byte = rest.popFirst() {
        switch byte {
        case 0x1b:
            guard rest.popFirst() == UInt8(ascii: "[") else { return "an escape that is no CSI" }
            let parameters = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: ";") ~= $0 }
            rest = rest.dropFirst(parameters.count)
            guard parameters.count <= 66 else { return "a very long SGR" }
            guard rest.popFirst() == UInt8(ascii: "m") else { return "a CSI that is no SGR" }
        case 0x09, 0x0a: break
        case 0x00..<0x20, 0x7f: return "control byte \(byte)"
        default: break
        }
    }
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
        switch scalar.value {
        case 0x80...0x9f: return "a C1 control"
        case 0x061c, 0x200b, 0x200e, 0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff:
            return "U+\(String(scalar.value, radix: 16)), which hides or reorders text"
        default: break
        }
    }
    return nil
}

/// Random numbers from a seed, so that a failure can be had again.
///
/// - Source: Sebastiano Vigna, SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
