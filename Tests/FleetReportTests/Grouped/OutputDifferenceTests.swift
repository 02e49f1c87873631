import FleetReport
import Testing

@Suite("What differs between two outputs")
struct OutputDifferenceTests {
    private let lines = (1...12).map { "line \($0)" }

    @Test("is shown in order, the other's lines first")
    func ordered() throws {
        var own = lines
        own[2] = "three"
        own.remove(at: 7)
        own.append("thirteen")
        let difference = try #require(OutputDifference(of: own, from: lines))
        #expect(
            difference.lines == [
                .missing("line 3"), .own("three"), .missing("line 8"), .own("thirteen"),
            ])
        #expect(difference.count == 2)
    }

    @Test(
        "rebuilds one output from the other, whatever changed", arguments: 0..<200 as Range<UInt64>)
    func isComplete(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let other = (0..<60).map { _ in "line \(Int.random(in: 0..<20, using: &generator))" }
        var own = other
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let place = Int.random(in: own.indices, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: own.remove(at: place)
            case 1: own.insert("new \(place)", at: place)
            default: own[place] = "changed \(place)"
            }
        }
        guard own != other else { return }
        let difference = try #require(OutputDifference(of: own, from: other))
        // The lines that are not told of are the same on both sides, in the same order.
        var restOfOther = other
        var restOfOwn = own
        for line in difference.lines {
            switch line {
            case .missing(let text):
                restOfOther.remove(at: try #require(restOfOther.firstIndex(of: text)))
            case .own(let text):
                restOfOwn.remove(at: try #require(restOfOwn.firstIndex(of: text)))
            }
        }
        #expect(restOfOwn.sorted() == restOfOther.sorted())
    }

    @Test("is not shown where the output itself says more")
    func isWorthIt() {
        #expect(OutputDifference(of: lines, from: lines) == nil)
        #expect(OutputDifference(of: [], from: lines) == nil)
        #expect(OutputDifference(of: ["a", "b"], from: ["a", "c"]) == nil)
        #expect(OutputDifference(of: lines.reversed(), from: lines) == nil)
        let long = (0...OutputDifference.longest).map { "line \($0)" }
        #expect(OutputDifference(of: long + ["x"], from: long) == nil)
    }
}
