import FleetReport
import TestSupport
import Testing

@Suite("Output that attacks the terminal")
struct TerminalSanitizerTests {
    @Test("leaves nothing but its text", arguments: TerminalAttack.all)
    func cleans(attack: TerminalAttack) {
        let shown = clean([attack.output])
        #expect(visible(shown) == attack.seen)
        #expect(danger(in: shown) == nil)
    }

    @Test(
        "gives the same text wherever it is cut in two, and byte by byte",
        arguments: TerminalAttack.all)
    func ignoresChunks(attack: TerminalAttack) {
        let whole = clean([attack.output])
        for cut in attack.output.indices {
            let halves = [Array(attack.output[..<cut]), Array(attack.output[cut...])]
            #expect(clean(halves) == whole, "cut at \(cut)")
        }
        #expect(clean(attack.output.map { [$0] }) == whole)
    }

    @Test("has at least three hundred shapes")
    func isLarge() { #expect(Set(TerminalAttack.all.map(\.output)).count >= 300) }
}

@Suite("Random output")
struct TerminalSanitizerPropertyTests {
    /// Bytes that make sequences likely.
    private static let alphabet: [UInt8] =
        Array(
            "\u{1b}\u{1b}[[]]PX^_\\\\;:018mmHJk?>!$( \t\n\r\u{7}\u{8}\u{18}\0az\u{7f}".utf8
        ) + [0x9b, 0x9d, 0x9c, 0x90, 0x85, 0xc2, 0xc2, 0xe2, 0x80, 0xae, 0xf0, 0x9f, 0x98, 0xff]

    @Test("is safe, and the same in any chunks", arguments: 0..<UInt64(400))
    func isSafe(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = (0..<Int.random(in: 0...600, using: &random)).map { _ in
            Bool.random(using: &random)
                ? Self.alphabet.randomElement(using: &random) ?? 0
                : UInt8.random(in: 0...255, using: &random)
        }
        let whole = clean([bytes])
        #expect(danger(in: whole) == nil)

        var chunks: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...20, using: &random))
            chunks.append(Array(piece))
            rest = rest.dropFirst(piece.count)
        }
        #expect(clean(chunks) == whole)
    }

    @Test("that is well-formed text without controls passes as it is", arguments: 0..<UInt64(50))
    func passesText(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let letters = Array("abc XYZ~\t\n0漢ñ🚀")
        let text = String((0..<300).map { _ in letters.randomElement(using: &random) ?? " " })
        #expect(visible(clean([Array(text.utf8)])) == visible(Array(text.utf8)))
    }
}

@Suite("Lines that end in carriage returns")
struct CarriageReturnTests {
    @Test(
        "each state of a line that is overwritten is a line of its own, and nothing is lost",
        arguments: [
            ("AA\rBB\rCC\nnext", "AA\nBB\nCC\nnext"), ("one\r\ntwo\r\n", "one\ntwo\n"),
            ("one\r\r\ntwo", "one\ntwo"), ("\r\n", "\n"), ("\n\n", "\n\n"), ("a\r\n\nb", "a\n\nb"),
            ("\r50%\r\u{1b}[K100%\n", "50%\n100%\n"), ("50%\r\u{1b}[K\n", "50%\n"),
            ("a\r", "a\n"), ("\r\r\r", ""),
        ])
    func keepsStates(output: String, seen: String) {
        #expect(visible(clean([Array(output.utf8)])) == seen)
        #expect(visible(clean(output.utf8.map { [$0] })) == seen)
    }
}

@Suite("Colours of a script")
struct TextStyleTests {
    @Test(
        "pass, made regular",
        arguments: [
            ("31", "31"), ("1;31", "1;31"), ("38;5;8", "38;5;8"), ("38;2;8;8;8;1", "38;2;8;8;8;1"),
            ("4:3", "4:3"), ("38:2::8:8:8", "38:2::8:8:8"), ("1;8;3", "1;3"),
            ("31;0;1", "0;1"), (";1", "0;1"), ("48;5;8;8", "48;5;8"),
        ])
    func pass(parameters: String, kept: String) {
        let shown = clean([Array("\u{1b}[\(parameters)mx".utf8)])
        #expect(visible(shown) == "^[[\(kept)mx")
    }

    @Test("end with any form of reset", arguments: ["", "0", "00", "0;0", "1;0"])
    func resets(parameters: String) {
        #expect(visible(clean([Array("\u{1b}[\(parameters)mx".utf8)])) == "^[[mx")
    }
}

@Suite("A run of plain bytes")
struct PlainRunTests {
    @Test("ends at the first byte that is special, at every distance and for every byte")
    func findsEnd() {
        for distance in 0..<40 {
            for byte in UInt8.min...UInt8.max {
                let bytes =
                    Array(repeating: UInt8(ascii: "x"), count: distance) + [byte, 0x78, 0x0a]
                let isPlain = 0x20...0x7e ~= byte || byte == 0x09
                let end = bytes.withUnsafeBufferPointer { PlainRun.end(in: $0, from: 0) }
                #expect(end == (isPlain ? distance + 2 : distance))
            }
        }
    }

    @Test("may start anywhere and fill the buffer")
    func fills() {
        let bytes = Array("a\tb~ c\td0123456789".utf8)
        for start in 0...bytes.count {
            let end = bytes.withUnsafeBufferPointer { PlainRun.end(in: $0, from: start) }
            #expect(end == bytes.count)
        }
    }
}
