import FleetCore
import Testing

@Suite("A timestamp")
struct TimestampTests {
    @Test(
        "prints as RFC 3339 in UTC and reads back",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_795_597_876_123, "2026-11-25T09:11:16.123Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func roundTrips(milliseconds: Int64, text: String) {
        let time = Timestamp(milliseconds: milliseconds)
        #expect(time.description == text)
        #expect(Timestamp(text) == time)
    }

    @Test(
        "refuses any other form",
        arguments: ["", "2026-11-25", "2026-13-25T09:11:16.123Z", "2026-11-25T09:11:16.123+01:00"])
    func refuses(text: String) {
        #expect(Timestamp(text) == nil)
    }
}
