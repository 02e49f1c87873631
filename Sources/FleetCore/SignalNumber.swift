/// A signal, by the number that Linux gives it.
public struct SignalNumber: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The number, 1...127.
    public let number: UInt8

    /// Creates a signal, or `nil` for a number that is none.
    public init?(_ number: Int) {
        guard 1...127 ~= number else { return nil }
        self.number = UInt8(number)
    }

    /// Creates a signal from `SIGKILL`, `KILL` or `9`.
    public init?(_ name: String) {
        let bare = name.hasPrefix("SIG") ? String(name.dropFirst(3)) : name
        if let index = SignalNumber.names.firstIndex(of: bare) {
            self.number = UInt8(index + 1)
        } else if let number = Int(bare), let signal = SignalNumber(number) {
            self = signal
        } else {
            return nil
        }
    }

    /// `SIGKILL`, or `signal 64` for one without a name.
    public var description: String {
        let index = Int(number) - 1
        return SignalNumber.names.indices.contains(index)
            ? "SIG\(SignalNumber.names[index])" : "signal \(number)"
    }

    /// - Source: signal(7), the column for x86 and ARM.
    private static let names = [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
        "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
        "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ]

    /// Decodes a bare name.
    public init(from decoder: any Decoder) throws {
        self = try decoder.decodeName { text in
            SignalNumber(text.hasPrefix("signal ") ? String(text.dropFirst(7)) : text)
        }
    }

    /// Encodes a bare name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
