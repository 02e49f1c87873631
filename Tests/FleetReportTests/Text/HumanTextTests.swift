import FleetReport
import Testing

@Suite("Numbers for people")
struct HumanTextTests {
    @Test(
        "a duration is told in its two largest units",
        arguments: [
            (-5, "0.0s"), (0, "0.0s"), (49, "0.0s"), (50, "0.1s"), (800, "0.8s"), (9_949, "9.9s"),
            (9_950, "10s"), (42_000, "42s"), (59_499, "59s"), (59_500, "1m 00s"),
            (192_000, "3m 12s"), (3_599_499, "59m 59s"), (3_900_000, "1h 05m"),
            (86_399_000, "23h 59m"), (97_200_000, "1d 03h"),
        ] as [(Int64, String)])
    func duration(milliseconds: Int64, text: String) {
        #expect(HumanDuration(.milliseconds(milliseconds)).description == text)
    }

    @Test(
        "a size is told in at most three digits",
        arguments: [
            (0, "0 B"), (812, "812 B"), (999, "999 B"), (1_000, "1.0 kB"), (1_249, "1.2 kB"),
            (9_949, "9.9 kB"), (9_950, "10 kB"), (999_499, "999 kB"), (999_950, "1.0 MB"),
            (34_000_000_000, "34 GB"), (UInt64.max, "18 EB"),
        ] as [(UInt64, String)])
    func size(bytes: UInt64, text: String) {
        #expect(HumanByteCount(bytes).description == text)
    }

    @Test(
        "a count has its digits in threes",
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1,000"), (12_345_678, "12,345,678"),
            (-1_000, "-1,000"),
        ])
    func count(number: Int, text: String) {
        #expect(number.grouped == text)
    }
}
