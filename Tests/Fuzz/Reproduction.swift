import Foundation

/// One input again, as a finding names it.
struct Reproduction {
    private let parser: Parser
    private let seed: UInt64
    private let number: Int

    /// Reads `parser:seed:number`.
    init?(_ text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 3, let parser = Parser.named(parts[0]),
            let seed = UInt64(parts[1]), let number = Int(parts[2])
        else { return nil }
        self.parser = parser
        self.seed = seed
        self.number = number
    }

    /// Shows the input, reads it, and ends the process.
    func run() -> Never {
        let bytes = parser.input(seed: seed, number: number).bytes
        print("\(bytes.count) bytes in base64: \(Data(bytes).base64EncodedString())")
        print(bytes.flatMap { UnicodeScalar($0).escaped(asASCII: true) }.map(String.init).joined())
        fflush(nil)
        let verdict = parser.trial(seed: seed, number: number)
        print(verdict)
        exit(verdict == .accepted || verdict == .refused ? 0 : 1)
    }
}
