import Testing

@testable import FleetExecution

@Suite("The answer to a request of files")
struct FileAnswerTests {
    private let nonce = Nonce.fresh()

    @Test("begins behind its mark, wherever the mark is torn")
    func findsMark() {
        let bytes = Array("Welcome\n\(nonce.text.prefix(5))\n\(nonce)\ndata".utf8)
        for size in 1...bytes.count {
            var answer = FileAnswer(mark: nonce)
            let pieces = stride(from: 0, to: bytes.count, by: size)
                .map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
            #expect(pieces.flatMap { answer.take($0) } == Array("data".utf8))
        }
    }

    @Test("looks once at each byte of what a login script says, should it say them one by one")
    func looksOnce() {
        var answer = FileAnswer(mark: nonce)
        let taken = (0..<100_000).reduce(0) { count, _ in count + answer.take([0x0a]).count }
        #expect(taken == 0)
        #expect(Array(answer.take(Array("\n\(nonce)\nx".utf8))) == Array("x".utf8))
    }
}
