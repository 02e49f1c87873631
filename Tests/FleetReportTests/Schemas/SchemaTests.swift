import FleetCore
import FleetReport
import Foundation
import Testing

@Suite(
    "The JSON that programs read, by its schemas",
    .enabled(
        if: FileManager.default.fileExists(
            atPath: "/usr/lib/python3/dist-packages/jsonschema/__init__.py")
            || ProcessInfo.processInfo.environment["CI"] != nil,
        "Debian's python3-jsonschema is not installed"))
struct SchemaTests {
    private static let job = Sample.job("web1")
    private static let copy = FileCopy(path: "/etc/a", bytes: 7, verification: "sha256sum")

    /// Each end that there is.
    private static let outcomes: [Outcome] =
        [
            .ok, Sample.exit(3), Sample.signal("KILL"), .failed(.noInterpreter("/bin/x")),
            .failed(.refused("no")), .failed(.notCopied("full")), .rebooted, .idleTimeout, .timeout,
            .lost("gone \u{1b}[2J \u{7f} é"), .cancelled, .skipped("no"), .unneeded("no"),
        ] + Unreachable.Layer.allCases.map { .unreachable(Unreachable($0, "why")) }

    /// Each event that a job may have.
    private static let jobEvents: [JobEvent] =
        [
            .connecting(attempt: 1), .connected(BootIdentity("A")), .started(attempt: 1),
            .startingAgain(attempt: 2, reason: "it failed"), .connectionLost("reset"),
            .reconnecting(after: .milliseconds(1_500), reason: "reset"),
            .reconnected(away: .seconds(2)), .notice("no tmux"), .pushed(copy), .fetched(copy),
            .skippedEqual(copy), .rebooted(before: BootIdentity("A"), after: BootIdentity("B")),
        ] + EndReason.allCases.map { .ending($0) } + outcomes.map { Sample.end($0) }

    private static let events: [RunEvent] = {
        let mark = BatchMark(name: "patch", play: (1, of: 2), batch: (2, of: 4), hosts: 10)
        var ignored = JobEnd(outcome: Sample.exit(1), duration: .seconds(1), bytes: 0, lines: 0)
        ignored.isIgnored = true
        return [Sample.started([job]), RunEvent(at: Sample.start, .batchStarted(mark))]
            + jobEvents.map { Sample.event(job, $0) }
            + [
                Sample.event(job, .ended(ignored)),
                RunEvent(at: Sample.start, .interrupted(count: 2)),
                RunEvent(at: Sample.start, .runEnded),
            ]
    }()

    /// The name of an event's kind; a kind that is added stops the build here.
    private static func name(_ event: RunEvent) -> String {
        switch event.kind {
        case .runStarted: "run-started"
        case .batchStarted: "batch-started"
        case .interrupted: "interrupted"
        case .runEnded: "run-ended"
        case .job(_, let event):
            switch event {
            case .connecting: "connecting"
            case .connected: "connected"
            case .started: "started"
            case .startingAgain: "starting-again"
            case .connectionLost: "connection-lost"
            case .reconnecting: "reconnecting"
            case .reconnected: "reconnected"
            case .rebooted: "rebooted"
            case .ending: "ending"
            case .notice: "notice"
            case .pushed: "pushed"
            case .fetched: "fetched"
            case .skippedEqual: "skipped-equal"
            case .ended: "ended"
            }
        }
    }

    private func line(_ event: RunEvent) -> String {
        var bytes: [UInt8] = []
        EventJSON.write(event, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func output(_ text: [UInt8], _ stream: FleetCore.OutputStream) -> String {
        var lines = JobJSONLines(job: SchemaTests.job, stream: stream)
        var batch: [UInt8] = []
        lines.append(text, at: Sample.start, to: &batch)
        lines.showUnfinishedLine(at: Sample.start, to: &batch)
        lines.finish(at: Sample.start, to: &batch)
        return String(decoding: batch, as: UTF8.self)
    }

    @Test("every kind of event, with every end and every kind of output, is documented")
    func events() async throws {
        var lines = SchemaTests.events.map(line).joined()
        for stream in [FleetCore.OutputStream.standardOutput, .standardError] {
            lines += output(
                Array("hi\nbad \u{0} ".utf8) + [0xff, 0x0a] + Array("rest".utf8), stream)
        }
        #expect(try await SchemaCheck.trouble(in: lines, by: "events") == nil)
    }

    @Test("every event that is documented is one that there is")
    func documented() throws {
        let schema = try Data(
            contentsOf: URL(fileURLWithPath: OtherProgram.path("docs/events.schema.json")))
        struct Schema: Decodable {
            let oneOf: [Kind]
            struct Kind: Decodable {
                let reference: String
                enum CodingKeys: String, CodingKey { case reference = "$ref" }
            }
        }
        let documented = try JSONDecoder().decode(Schema.self, from: schema).oneOf
            .map { String($0.reference.split(separator: "/").last ?? "") }
        let kinds = Set(SchemaTests.events.map(SchemaTests.name) + ["output"])
        #expect(Set(documented) == kinds)
    }

    @Test("an event that isn't documented, or has a key that isn't, is found")
    func finds() async throws {
        for bad in [#"{"event":"x","time":"2026-11-25T09:11:16.000Z"}"#, #"{"event":"run-ended"}"#]
        {
            #expect(try await SchemaCheck.trouble(in: bad + "\n", by: "events") != nil)
        }
        let more = line(RunEvent(at: Sample.start, .runEnded)).replacing("{", with: #"{"new":1,"#)
        #expect(try await SchemaCheck.trouble(in: more, by: "events") != nil)
    }

    @Test("the summary of jobs in every state is documented")
    func summary() async throws {
        var lines = ""
        for count in 0...SchemaTests.jobEvents.count {
            let events = SchemaTests.jobEvents.prefix(count).map {
                Sample.event(SchemaTests.job, $0)
            }
            let summary = RunSummary([Sample.started([SchemaTests.job, Sample.job("b")])] + events)
            for document in [SummaryDocument(summary), SummaryDocument(summary) { "\($0)" }] {
                let object = try JSONSerialization.jsonObject(with: document.encoded())
                let data = try JSONSerialization.data(withJSONObject: object)
                lines += String(decoding: data, as: UTF8.self) + "\n"
            }
        }
        #expect(try await SchemaCheck.trouble(in: lines, by: "summary") == nil)
    }
}
