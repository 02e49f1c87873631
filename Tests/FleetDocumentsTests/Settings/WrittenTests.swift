import FleetCore
import FleetDocuments
import Testing

@Suite("A written value")
struct WrittenTests {
    @Test(
        "of time is numbers with units, the larger first",
        arguments: [
            ("90s", .seconds(90)), ("5m", .seconds(300)), ("1h30m", .seconds(5400)),
            ("500ms", .milliseconds(500)), ("2d", .seconds(172_800)), ("0s", .zero),
            ("1m1ms", .milliseconds(60_001)), ("3660d", .seconds(3660 * 86_400)),
        ] as [(String, Duration)])
    func duration(text: String, duration: Duration) {
        #expect(Duration(written: text) == duration)
    }

    @Test(
        "of time in any other form is refused",
        arguments: [
            "", "90", "s", "1.5h", "-5s", "5 m", "30m1h", "1m1m", "5x", "٣s", "9999999999s",
            "3661d",
            "5M", "1h30",
        ])
    func noDuration(text: String) {
        #expect(Duration(written: text) == nil)
    }

    @Test("of patience is a duration, zero included, or forever")
    func patience() {
        #expect(ReconnectPatience(written: "forever") == .forever)
        #expect(ReconnectPatience(written: "0s") == .within(.zero))
        #expect(ReconnectPatience(written: "never") == nil)
    }

    @Test(
        "of some hosts is a number or a percentage",
        arguments: [
            ("10", .count(10)), ("0", .count(0)), ("25%", .percent(25)), ("25 %", .percent(25)),
            ("101%", nil), ("%", nil),
            ("-1", nil), ("1.5", nil), ("", nil), ("+1", nil),
        ] as [(String, HostShare?)])
    func share(text: String, share: HostShare?) {
        #expect(HostShare(written: text) == share)
    }

    @Test(
        "of a reboot policy with a senseless number is refused",
        arguments: ["rerun:0", "rerun:x", "rerun:", "expected:0s", "expected:9", "report:1", ""])
    func reboot(text: String) {
        #expect(RebootPolicy(written: text) == nil)
    }
}
