import FleetCore
import FleetReport
import Flotilla
import Foundation
import TestSupport
import Testing

@Suite("Telling commands and webhooks", .fewAtOnce)
struct NotificationDeliveryTests {
    private static let environment = ["PATH": Farm.searchPath, "FLOTILLA_PASSPHRASE": "s3cret"]

    private func notification() throws -> RunNotification {
        let run = try #require(RunID("20261125-091116-abcd"))
        var moments = NotificationMoments(folder: "/runs/x")
        _ = moments.record(RunEvent(at: .now, .runStarted(run, jobs: [])))
        _ = moments.record(RunEvent(at: .now, .runEnded))
        return try #require(moments.end)
    }

    private func deliver(
        to written: String, within limit: Duration = .seconds(60)
    ) async throws -> String? {
        let delivery = NotificationDelivery(
            to: try NotificationTarget(written: written),
            environment: NotificationDeliveryTests.environment, limit: limit)
        return await delivery.deliver(try notification())
    }

    @Test("a command that hangs is ended in time")
    func hangingCommand() async throws {
        let trouble = try await deliver(to: "sleep 1000", within: .seconds(1))
        #expect(trouble == "it took longer than 1 s, and was ended")
    }

    @Test("a command that doesn't read what it is told, or leaves something behind, is no trouble")
    func carelessCommand() async throws {
        #expect(try await deliver(to: "exec <&-; true") == nil)
        #expect(try await deliver(to: "sleep 90 & true", within: .seconds(60)) == nil)
    }

    @Test("a command finds no secret of ours")
    func environment() async throws {
        #expect(try await deliver(to: #"test -z "${FLOTILLA_PASSPHRASE-}""#) == nil)
    }

    @Test("a webhook that never answers is given up in time", .curl)
    func hangingWebhook() async throws {
        let silent = try SilentListener()
        let trouble = try await deliver(
            to: "http://127.0.0.1:\(silent.port)/s3cret", within: .seconds(1))
        #expect(trouble == "it took longer than 1 s, and was ended")
        withExtendedLifetime(silent) {}
    }

    @Test(
        "an address is told from a command by its beginning",
        arguments: [
            ("https://hooks.example.org/T/s3cret", "https://hooks.example.org/…"),
            ("HTTP://127.0.0.1:8065/hooks/x", "HTTP://127.0.0.1/…"),
            ("mail -s done ops@example.org", "…"), ("./tell https://x/", "…"),
        ])
    func shown(written: String, shown: String) throws {
        #expect(try NotificationTarget(written: written).shown == shown)
    }

    @Test("the command line is kept without what is told, and a script's own flags as they are")
    func recorded() {
        let words = [
            "flotilla", "exec", "--notify", "curl -H s3cret x", "--notify=https://h/s3cret", "-f",
            "2", "--", "x", "--notify", "y",
        ]
        #expect(
            RecordedCommandLine.of(words) == [
                "flotilla", "exec", "--notify", "…", "--notify=https://h/…", "-f", "2", "--", "x",
                "--notify", "y",
            ])
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where there is no `curl`; in CI it runs, and fails, all the same.
    fileprivate static var curl: ConditionTrait {
        let isThere = Farm.searchPath.split(separator: ":").contains { folder in
            access("\(folder)/curl", X_OK) == 0
        }
        let isCI = ProcessInfo.processInfo.environment["CI"] != nil
        return .enabled(if: isThere || isCI, "curl is not installed")
    }
}
