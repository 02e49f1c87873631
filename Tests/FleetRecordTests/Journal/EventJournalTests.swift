import FleetCore
import FleetRecord
import Foundation
import Testing

@Suite("The journal of a run")
struct EventJournalTests {
    let scratch: ScratchStore
    let run: RunFolder

    private static let copy = FileCopy(
        path: "/srv/\u{fffd}\nx", bytes: .max, verification: "sha256sum")

    private static let events = [
        RunEvent(at: Sample.time, .runStarted(Sample.run, jobs: [Sample.job])),
        Sample.event(.connecting(attempt: 1)),
        Sample.event(.notice("a \"quoted\" one\nof two lines")),
        RunEvent(
            at: Sample.time,
            .batchStarted(BatchMark(name: "patch", play: (1, of: 2), batch: (3, of: 4), hosts: 5))),
        Sample.event(.pushed(copy)), Sample.event(.fetched(copy)),
        Sample.event(.skippedEqual(copy)),
        Sample.event(.ended(Sample.end)),
        Sample.event(.ended(Sample.ignoredEnd)),
        Sample.event(
            .ended(JobEnd(outcome: .unneeded("not here"), duration: .zero, bytes: 0, lines: 0))),
        RunEvent(at: Sample.time, .runEnded),
    ]

    init() throws {
        scratch = try ScratchStore()
        run = try scratch.run()
    }

    @Test("gives back the events in their order, one a line")
    func roundTrips() async throws {
        let journal = try run.journal()
        for event in Self.events { try await journal.append(event) }
        try await journal.synchronize()
        #expect(try run.events() == Self.events)
        let lines = try scratch.bytes("events.ndjson", of: run).count { $0 == 10 }
        #expect(lines == Self.events.count)
    }

    /// Some lines are written without the encoder.
    @Test(
        "holds what the encoder writes, whatever the event",
        arguments: Self.events
            + [0, 5, 999, 1_000, 61_500, 1 << 50].map { milliseconds in
                Sample.event(
                    .ended(
                        JobEnd(
                            outcome: .ok, duration: .milliseconds(milliseconds), bytes: .max,
                            lines: 20)))
            }
            + [
                .connected(BootIdentity("b-1")), .connected(BootIdentity("a\"\\\u{7f}\u{fc}/\n")),
                .started(attempt: 2),
            ].map(Sample.event))
    func isAsEncoded(event: RunEvent) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let journal = try run.journal()
        try await journal.append(event)
        let line = try scratch.bytes("events.ndjson", of: run)
        #expect(Data(line) == (try encoder.encode(event)) + [UInt8(ascii: "\n")])
    }

    @Test("leaves out a torn last line, wherever it was torn, and goes on cleanly behind it")
    func toleratesTornLine() async throws {
        let journal = try run.journal()
        for event in Self.events.prefix(2) { try await journal.append(event) }
        let whole = try scratch.bytes("events.ndjson", of: run)
        let path = "\(run.path)/events.ndjson"
        let lastLine = try #require(whole.dropLast().lastIndex(of: 10)) + 1
        for length in lastLine + 1..<whole.count {
            try Data(whole[..<length]).write(to: URL(fileURLWithPath: path))
            #expect(try run.events() == [Self.events[0]], "torn after \(length) bytes")
        }
        let next = try run.journal()
        try await next.append(Self.events[3])
        #expect(try run.events() == [Self.events[0], Self.events[3]])
    }

    @Test("begins anew when nothing but a torn line is there")
    func toleratesOnlyTornLine() async throws {
        let path = "\(run.path)/events.ndjson"
        try Data(#"{"time":"2026"#.utf8).write(to: URL(fileURLWithPath: path))
        #expect(try run.events().isEmpty)
        let journal = try run.journal()
        try await journal.append(Self.events[0])
        #expect(try run.events() == [Self.events[0]])
    }

    @Test("names the line that is no event")
    func tellsDamage() async throws {
        let journal = try run.journal()
        try await journal.append(Self.events[0])
        let path = "\(run.path)/events.ndjson"
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"event\":\"sneezed\"}\n".utf8))
        try handle.close()
        let error = #expect(throws: RecordError.self) { try run.events() }
        #expect(error?.code == .damaged)
        #expect(error?.path == "\(path):2")
    }
}
