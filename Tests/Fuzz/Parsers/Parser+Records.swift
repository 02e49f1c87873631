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

    static let journal = Parser("journal", samples: Sample.events, words: members) { input, _ in
        guard let event = try? JSONDecoder().decode(RunEvent.self, from: Data(input)) else {
            return .refused
        }
        var written: [UInt8] = []
        EventJSON.write(event, to: &written)
        guard let again = try? JSONDecoder().decode(RunEvent.self, from: Data(written)) else {
            return .wrong("what is written can't be read")
        }
        return .accepted.unless(again == event ? nil : "written and read, it is another")
    }

    static let request = Parser(
        "request", samples: Sample.requests, wholes: [Sample.request], words: members
    ) { input, _ in
        guard let request = try? JSONDecoder().decode(RunRequest.self, from: Data(input)) else {
            return .refused
        }
        for name in request.jobs.flatMap({ [$0.host.name, $0.step.name] })
        where name.contains("/") || name == ".." {
            return .wrong("'\(name)' leads elsewhere")
        }
        for play in request.plays ?? [] where play.batches.joined().count != play.hosts.count {
            return .wrong("the batches of '\(play.name)' are not its hosts")
        }
        guard let written = try? JSONEncoder().encode(request) else {
            return .wrong("it can't be written")
        }
        let again = try? JSONDecoder().decode(RunRequest.self, from: written)
        return .accepted.unless(again == request ? nil : "written and read, it is another")
    }
}
