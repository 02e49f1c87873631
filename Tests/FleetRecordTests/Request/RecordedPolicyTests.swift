import FleetCore
import FleetRecord
import Foundation
import Testing

@Suite("A policy on disk")
struct RecordedPolicyTests {
    private static let policies: [JobPolicy] = {
        var forever = JobPolicy()
        forever.reconnect = .forever
        forever.onReboot = .rerun(most: 3)
        forever.idleTimeout = .milliseconds(1_500)
        var expected = JobPolicy()
        expected.reconnect = .within(.zero)
        expected.onReboot = .expected(within: .seconds(90))
        expected.timeout = .seconds(3_600)
        expected.onTimeout = .leave
        expected.retries = 2
        expected.delay = .seconds(3)
        expected.keepsSpool = true
        expected.usesTTY = true
        expected.splitsStandardError = true
        return [JobPolicy(), forever, expected]
    }()

    @Test("is read back as it was", arguments: policies)
    func roundTrips(policy: JobPolicy) throws {
        let data = try JSONEncoder().encode(RecordedPolicy(policy))
        #expect(try JSONDecoder().decode(RecordedPolicy.self, from: data).policy == policy)
    }

    @Test("of a kind that this program does not know is refused")
    func refusesUnknown() throws {
        let data = try JSONEncoder().encode(RecordedPolicy(JobPolicy()))
        let text = String(decoding: data, as: UTF8.self)
            .replacingOccurrences(of: "report", with: "shrug")
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(RecordedPolicy.self, from: Data(text.utf8))
        }
    }

    @Test("takes no time that is less than none", arguments: ["delay", "timeout", "reconnect_for"])
    func refusesNegativeTimes(key: String) throws {
        let policy = """
            {"on_reboot":"report","on_timeout":"end","retries":0,"keep_remote":false,"tty":false,\
            "split_stderr":false,"\(key)":
            """
        func read(_ seconds: String) throws -> RecordedPolicy {
            try JSONDecoder().decode(RecordedPolicy.self, from: Data("\(policy)\(seconds)}".utf8))
        }
        #expect(throws: DecodingError.self) { try read("-10.5") }
        #expect(throws: Never.self) { try read("10.5") }
    }
}
