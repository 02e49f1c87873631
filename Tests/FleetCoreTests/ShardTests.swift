import FleetCore
import Testing

@Suite("A part of a fleet, as written")
struct ShardTests {
    @Test("is counted from 0", arguments: ["0/1", "0/8", "7/8", "99999/100000"])
    func reads(text: String) throws {
        #expect(try #require(Shard(text)).description == text)
    }

    @Test(
        "is refused where it is none of so many",
        arguments: [
            "", "/", "1", "1/", "/8", "8/8", "0/0", "-1/8", "+1/8", "1/-8", "1 /8", "1/8/8", "a/8",
            "0x1/8", "0/100001", "99999999999999999999/8", "٣/٨",
        ])
    func refuses(text: String) {
        #expect(Shard(text) == nil)
    }

    @Test("is in the run's name, which is a run's name still")
    func inRunID() throws {
        var random = SystemRandomNumberGenerator()
        let time = Timestamp(milliseconds: 1_795_597_876_123)
        let shard = try #require(Shard("12/100000"))
        let run = RunID(beginningAt: time, of: shard, using: &random)
        #expect(run.text.hasPrefix("20261125-091116-") && run.text.hasSuffix("-12of100000"))
        #expect(RunID(run.text) == run)
        let merged = RunID.merging(at: time, using: &random)
        #expect(RunID(merged.text) == merged && merged.text.hasSuffix("-merged"))
    }
}
