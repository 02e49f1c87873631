import FleetCore
import FleetReport
import Foundation
import Testing

@Suite("The lines of one host as JSON")
struct JobJSONLinesTests {
    private struct Line: Decodable, Equatable {
        var time = "2026-11-25T09:11:16.000Z"
        var event = "output"
        var host = "web1"
        var step = "patch"
        let text: String
        var base64: String?
        var partial: Bool?
    }

    private func decode(_ batch: [UInt8]) throws -> [Line] {
        try batch.split(separator: UInt8(ascii: "\n")).map {
            #expect(danger(in: Array($0)) == nil)
            return try JSONDecoder().decode(Line.self, from: Data($0))
        }
    }

    private func lines(_ chunks: [[UInt8]]) throws -> [Line] {
        var lines = JobJSONLines(job: Sample.job("web1"))
        var batch: [UInt8] = []
        for chunk in chunks { lines.append(chunk, at: Sample.start, to: &batch) }
        lines.finish(at: Sample.start, to: &batch)
        return try decode(batch)
    }

    @Test(
        "hold the text of each line, whatever is in it, in any chunks",
        arguments: [
            ("one\ntwo\n", ["one", "two"]), ("no end", ["no end"]), ("\n\n", ["", ""]), ("", []),
            ("a\r\n", ["a\r"]),
            ("\"q\" \\ \u{1b}[31m\t\0\u{7f}\n", ["\"q\" \\ \u{1b}[31m\t\0\u{7f}"]),
            ("漢\u{9b}\u{2028}é\u{1}\"\n", ["漢\u{9b}\u{2028}é\u{1}\""]),
        ])
    func holdText(output: String, texts: [String]) throws {
        let bytes = Array(output.utf8)
        let expected = texts.map { Line(text: $0) }
        #expect(try lines([bytes]) == expected)
        #expect(try lines(bytes.map { [$0] }) == expected)
    }

    @Test(
        "that are not UTF-8 hold their exact bytes beside",
        arguments: [
            ([0x61, 0xff], "a\u{fffd}", "Yf8="), ([0xff], "\u{fffd}", "/w=="),
            ([0xc3, 0x28, 0x62], "\u{fffd}(b", "wyhi"),
        ] as [([UInt8], String, String)])
    func holdBytes(line: [UInt8], text: String, base64: String) throws {
        #expect(try lines([line + [10]]) == [Line(text: text, base64: base64)])
    }

    @Test("that are very long come in pieces, marked, and cut between characters")
    func splits() throws {
        let text = "x" + String(repeating: "漢", count: 50_000)
        let found = try lines([Array(text.utf8), [10], Array("next\n".utf8)])
        #expect(found.dropLast().map(\.text).joined() == text)
        #expect(found.allSatisfy { $0.base64 == nil })
        #expect(found.map { $0.partial ?? false } == [true, true, false, false])
    }

    @Test("that were quiet for a while are marked, and their newline is nothing new")
    func showsQuietLines() throws {
        var lines = JobJSONLines(job: Sample.job("web1"))
        var batch: [UInt8] = []
        lines.append(Array("Password: ".utf8), at: Sample.start, to: &batch)
        lines.showUnfinishedLine(at: Sample.start, to: &batch)
        lines.append(Array("\nnext\n".utf8), at: Sample.start, to: &batch)
        #expect(
            try decode(batch) == [Line(text: "Password: ", partial: true), Line(text: "next")])
    }
}
