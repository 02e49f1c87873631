import FleetCore
import FleetRecord
import FleetReport
import Foundation

/// Readers of a run's folder.
extension Parser {
    private static let members = [
        "{", "}", "[", "]", ":", ",", "\"", "null", "true", "-1", "1e300", "1e-300", "0.0005",
        "9223372036854775807", "9223372036854775", "18446744073709551615", "\"seconds\":1e300",
        "\"../..\"", "\\u0000", "\"time\":\"9999-12-31T23:59:59.999Z\"",
    ]

    static let journal = Parser("journal", samples: events, words: members) { input, _ in
        guard let event = try? JSONDecoder().decode(RunEvent.self, from: Data(input)) else {
            return nil
        }
        var written: [UInt8] = []
        EventJSON.write(event, to: &written)
        guard let again = try? JSONDecoder().decode(RunEvent.self, from: Data(written)) else {
            return "what is written can't be read"
        }
        return again == event ? nil : "written and read, it is another"
    }

    private static let events: [[UInt8]] = {
        let file = FileCopy(path: "/srv/a", bytes: 12, verification: "sha256sum")
        let happened: [JobEvent] = [
            .connecting(attempt: 1), .connected(BootIdentity("b-1")), .started(attempt: 1),
            .connectionLost("reset"), .reconnecting(after: .seconds(2), reason: "reset"),
            .reconnected(away: .milliseconds(1_500)), .notice("learned \u{1b}[31m"), .pushed(file),
            .rebooted(before: BootIdentity("b-1"), after: BootIdentity("b-2")),
            .ended(
                JobEnd(outcome: .failed(.code(3)), duration: .seconds(9), bytes: 100, lines: 7)),
        ]
        return happened.map { event in
            var bytes: [UInt8] = []
            let time = Timestamp(milliseconds: 1_795_597_876_000)
            EventJSON.write(RunEvent(at: time, .job(someJob, event)), to: &bytes)
            return bytes
        }
    }()

    static let request = Parser("request", samples: requests, words: members) { input, _ in
        guard let request = try? JSONDecoder().decode(RunRequest.self, from: Data(input)) else {
            return nil
        }
        for name in request.jobs.flatMap({ [$0.host.name, $0.step.name] })
        where name.contains("/") || name == ".." {
            return "'\(name)' leads elsewhere"
        }
        guard let written = try? JSONEncoder().encode(request) else { return "it can't be written" }
        let again = try? JSONDecoder().decode(RunRequest.self, from: written)
        return again == request ? nil : "written and read, it is another"
    }

    private static let requests: [String] = [
        """
        {"version":3,"run":"20261125-091116-abcd","startedAt":"2026-11-25T09:11:16.000Z","flotilla":"1",
        "commandLine":["flotilla"],"workingDirectory":"/","fanout":50,"serial":["1","25%"],
        "hosts":[{"id":"web1","address":"10.0.0.1","port":22,"user":"me","perHost":1,"knownHosts":[],
        "hostKeys":"strict","connectTimeout":10.5,"policies":{}}],
        "steps":[{"id":"patch","source":"patch.sh","size":3,"checksum":7,"arguments":["a"],
        "environmentNames":["A"],"policy":{"reconnect_for":300,"on_reboot":"expected","reboot_within":600,
        "idle_timeout":10,"timeout":20.5,"on_timeout":"end","retries":1,"delay":0.5,"keep_remote":false,
        "tty":false,"split_stderr":true,"become":"root"}}]}
        """
    ]
}
