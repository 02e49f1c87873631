/// Who may do what with a file: the permission bits of POSIX, `0o644`.
public struct FileMode: Hashable, Sendable, CustomStringConvertible {
    /// The bits, 0o0 to 0o7777.
    public let bits: UInt32

    /// Creates a mode of the permission bits in `bits`; others are dropped.
    public init(bits: UInt32) { self.bits = bits & 0o7777 }

    /// Reads three or four octal digits, `644` or `0644`, or gives `nil`.
    public init?(octal text: String) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "7")
        guard 3...4 ~= text.utf8.count, text.utf8.allSatisfy(digits.contains),
            let bits = UInt32(text, radix: 8)
        else { return nil }
        self.init(bits: bits)
    }

    /// Four octal digits: `0644`.
    public var description: String {
        let digits = String(bits, radix: 8)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
