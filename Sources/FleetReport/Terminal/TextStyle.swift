/// A change of colour or weight that a script asked for: the parameters of one SGR sequence.
///
/// - Source: ECMA-48, 8.3.117 (Select Graphic Rendition).
package struct TextStyle: Hashable, Sendable {
    /// Parameters as text: digits, `;` and `:` alone; empty for a reset.
    package let parameters: [UInt8]
    /// Whether everything set earlier ends with it.
    package let isReset: Bool

    /// The most bytes that parameters may have; the longest sensible one, two true colours with
    /// bold and the like, has some forty.
    package static let longest = 64

    /// Creates a style from the text between `ESC [` and `m`, or `nil` for one that is too long,
    /// malformed, or that would do nothing but hide text.
    ///
    /// "Conceal" (8) is left out: what a host prints is there to be seen.
    package init?(_ text: some Collection<UInt8>) {
        guard text.count <= TextStyle.longest else { return nil }
        var kept: [[UInt8]] = []
        var isReset = false
        var fieldsOfColor = 0
        for field in text.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
            guard field.allSatisfy(TextStyle.isParameterByte) else { return nil }
            let digits = Array(field)
            if fieldsOfColor < 0 {
                // The field behind 38, 48 or 58: 5 takes an index, 2 takes red, green and blue.
                fieldsOfColor =
                    digits == [UInt8(ascii: "5")] ? 1 : digits == [UInt8(ascii: "2")] ? 3 : 0
                kept.append(digits)
            } else if fieldsOfColor > 0 {
                fieldsOfColor -= 1
                kept.append(digits)
            } else if digits.allSatisfy({ $0 == UInt8(ascii: "0") }) {
                kept = []
                isReset = true
            } else if TextStyle.number(digits) != 8 {
                if let number = TextStyle.number(digits), [38, 48, 58].contains(number) {
                    fieldsOfColor = -1
                }
                kept.append(digits)
            }
        }
        guard isReset || !kept.isEmpty else { return nil }
        self.isReset = isReset
        self.parameters = Array(kept.joined(separator: [UInt8(ascii: ";")]))
    }

    /// Appends the style as an escape sequence.
    package func write(to bytes: inout [UInt8]) {
        bytes += "\u{1b}[".utf8
        if isReset && !parameters.isEmpty { bytes += "0;".utf8 }
        bytes += parameters
        bytes.append(UInt8(ascii: "m"))
    }

    private static func isParameterByte(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: ":") ~= byte
    }

    private static func number(_ digits: [UInt8]) -> Int? {
        Int(String(decoding: digits, as: UTF8.self))
    }
}

/// What styles are in force, so that they can be taken up again on the next line.
package struct StyleState: Sendable {
    private var sequences: [UInt8] = []

    /// The most bytes of sequences that are kept; a script that sets more without ever resetting
    /// gets only its newest colours back on the next line.
    private static let most = 256

    /// Creates the state in which nothing is set.
    package init() {}

    /// Whether nothing is set.
    package var isPlain: Bool { sequences.isEmpty }

    /// Takes a change into account.
    package mutating func apply(_ style: TextStyle) {
        if style.isReset { sequences.removeAll(keepingCapacity: true) }
        guard !style.parameters.isEmpty else { return }
        if sequences.count + style.parameters.count + 5 > StyleState.most {
            sequences.removeAll(keepingCapacity: true)
        }
        style.write(to: &sequences)
    }

    /// Appends what sets the styles again.
    package func writeResumption(to bytes: inout [UInt8]) { bytes += sequences }

    /// Appends what ends all styles, if there are any.
    package func writeReset(to bytes: inout [UInt8]) {
        if !isPlain { bytes += "\u{1b}[0m".utf8 }
    }
}
