import FleetCore
import Foundation
import Testing

@Suite("A number of seconds in a file")
struct WrittenDurationTests {
    @Test(
        "that is no length of time is refused, and none traps",
        arguments: ["1e300", "-1e300", "1e11"])
    func refusesHugeNumbers(seconds: String) {
        let line = """
            {"time":"2026-11-25T09:11:16.000Z","event":"reconnected","host":"a","step":"b",\
            "seconds":\(seconds)}
            """
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(RunEvent.self, from: Data(line.utf8))
        }
    }

    @Test("is a duration to the millisecond")
    func reads() {
        #expect(Duration(written: 1.5) == .milliseconds(1_500))
        #expect(Duration(written: 0.0004) == .zero)
        #expect(Duration(written: .infinity) == nil)
        #expect(Duration(written: .nan) == nil)
    }
}
