/// A number that is used once, so that foreign text can't be taken for ours.
///
/// A job has one for its end mark, each request has one for its answer.
package struct Nonce: Hashable, Sendable, CustomStringConvertible {
    /// 32 lower-case hexadecimal digits: 128 bits.
    package let text: String

    /// Draws a nonce.
    package init(using random: inout some RandomNumberGenerator) {
        let digits = Array("0123456789abcdef")
        self.text = String((0..<32).map { _ in digits[Int(random.next(upperBound: UInt(16)))] })
    }

    /// Reads a nonce, or gives `nil` unless `text` is 32 lower-case hexadecimal digits.
    package init?(_ text: String) {
        let isDigit: (UInt8) -> Bool = {
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0
        }
        guard text.utf8.count == 32, text.utf8.allSatisfy(isDigit) else { return nil }
        self.text = text
    }

    /// The digits.
    package var description: String { text }
}
