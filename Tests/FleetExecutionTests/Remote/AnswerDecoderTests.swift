import FleetCore
import Testing

@testable import FleetExecution

@Suite("An answer's decoder")
struct AnswerDecoderTests {
    let request = Nonce.fresh()
    let job = Nonce.fresh()

    var header: String { "\u{1e}flotilla 1 \(request) state=running boot=B size=9 folder=/a b\n" }

    /// What comes out, with neighbouring outputs joined.
    func decode(_ pieces: [[UInt8]]) -> (parts: [AnswerDecoder.Part], noise: String) {
        var decoder = AnswerDecoder(request: request, job: job)
        var parts: [AnswerDecoder.Part] = []
        for part in pieces.flatMap({ decoder.decode($0) }) {
            if case .output(let bytes) = part, case .output(let before)? = parts.last {
                parts[parts.count - 1] = .output((Array(before) + bytes)[...])
            } else {
                parts.append(part)
            }
        }
        return (parts, String(decoding: decoder.noise, as: UTF8.self))
    }

    @Test("gives the same parts however the bytes are cut")
    func takesAnyPieces() throws {
        // Beginnings of marks that become none, and a mark of some other job.
        let output =
            "x\u{1e}\u{1e}\(job.text.prefix(9))\u{1e}flotilla 1 \u{1e}\(Nonce.fresh()) code:0\n\u{1e}"
        let bytes = Array("noise\u{1e}flo\n\(header)\(output)\u{1e}\(job) code:3\nafter".utf8)
        var expected = try #require(AnswerHeader(line: "state=running boot=B size=9 folder=/a b"))
        expected.folder = "/a b"
        for size in 1...bytes.count {
            let pieces = stride(from: 0, to: bytes.count, by: size).map {
                Array(bytes[$0..<min($0 + size, bytes.count)])
            }
            let (parts, noise) = decode(pieces)
            #expect(
                parts == [.header(expected), .output(Array(output.utf8)[...]), .end(.code(3))])
            #expect(noise == "noise\u{1e}flo\n")
        }
    }

    @Test(
        "reads each kind of end",
        arguments: [
            ("code:0", .end(.code(0))), ("code:255", .end(.code(255))),
            ("nointerp:/bin/bash\r", .end(.noInterpreter("/bin/bash\r"))),
            ("gone:runner", .gone(.runner)), ("gone:reboot", .gone(.reboot)),
            ("size:0 code:1", .end(.code(1))), ("size:5 code:1", .incomplete),
        ] as [(String, AnswerDecoder.Part)])
    func readsEnds(text: String, part: AnswerDecoder.Part) {
        let (parts, _) = decode([Array("\(header)\u{1e}\(job) \(text)\n".utf8)])
        #expect(parts.last == part)
    }

    @Test(
        "that never comes is explained by what was said last, on standard error where nothing else was"
    )
    func explainsSilence() {
        var answer = JobAnswer(to: .running("true"))
        #expect(answer.lastNoise == "")
        #expect(answer.decodeError(Array("WARNING\nPassword change required\r\n".utf8)) == [])
        #expect(answer.lastNoise == "Password change required")
        #expect(answer.decode(Array("only backups here\n".utf8)) == [])
        #expect(answer.lastNoise == "only backups here")
    }

    @Test(
        "takes nothing else for an end",
        arguments: [
            "code:256", "code:-1", "code:", "signal:0", "signal:200", "gone:x", "size:x code:0", "",
        ])
    func refusesEnds(text: String) {
        let line = "\u{1e}\(job) \(text)\n"
        let (parts, _) = decode([Array((header + line).utf8)])
        #expect(parts.last == .output(Array(line.utf8)[...]))
    }

    @Test("keeps the last 64 KiB of noise, and no more")
    func boundsNoise() {
        let line = [UInt8](repeating: UInt8(ascii: "n"), count: 1_000)
        let (parts, noise) = decode(Array(repeating: line, count: 500))
        #expect(parts.isEmpty)
        #expect(noise.utf8.count == 64 * 1024)
    }

    @Test("holds no more than one line of a header or mark that never ends")
    func boundsLines() {
        let endless = String(repeating: "x", count: 10_000)
        let (noHeader, noise) = decode([Array("\u{1e}flotilla 1 \(request) \(endless)".utf8)])
        #expect(noHeader.isEmpty && noise.utf8.count > 10_000)
        let line = "\u{1e}\(job) \(endless)"
        let (parts, _) = decode([Array((header + line).utf8)])
        #expect(parts.last == .output(Array(line.utf8)[...]))
    }

    @Test("gives output without copying it apart, even if each byte is a control byte")
    func joinsRuns() {
        var decoder = AnswerDecoder(request: request, job: job)
        _ = decoder.decode(Array(header.utf8))
        let piece = [UInt8](repeating: 0x1e, count: 32_768) + [0]
        #expect(decoder.decode(piece) == [.output(piece[...])])
    }
}

@Suite("A header")
struct AnswerHeaderTests {
    @Test("gives every field that the host sends, and leaves out what it doesn't know")
    func reads() throws {
        let header = try #require(
            AnswerHeader(
                line:
                    "state=started boot=b1 boot0=b0 pid=12 size=7 session=s1 note=no-tmux note=new note=no-tty x=y folder=/a =b"
            ))
        #expect(header.state == .started)
        #expect(header.boot == BootIdentity("b1"))
        #expect(header.bootAtStart == BootIdentity("b0"))
        #expect(header.processID == 12)
        #expect(header.size == 7)
        #expect(header.session == "s1")
        #expect(header.notices == [.noTmux, .noTTY])
        #expect(header.folder == "/a =b")
    }

    @Test(
        "is refused without its state and boot identity",
        arguments: ["", "boot=b", "state=x boot=b", "state=ended", "junk"])
    func refuses(line: String) { #expect(AnswerHeader(line: line) == nil) }
}
