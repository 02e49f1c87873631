import FleetCore
import FleetRecord
import Flotilla
import Foundation
import Synchronization
import Testing

@Suite("A run that is followed", .timeLimit(.minutes(1)))
struct RunEventsTests {
    /// Why a reader gives up.
    private struct Enough: Error {}

    /// A run on hosts where nobody listens.
    private func run(in folder: Scratch) async throws -> FleetRun {
        try folder.write(
            """
            defaults: { port: 1, known_hosts: known_hosts, ssh_config: false }
            hosts: { "web[1:3]": { address: 127.0.0.1 } }

            """, to: "fleet.yaml")
        var wish = RunWish()
        wish.inventories = [folder.file("fleet.yaml")]
        wish.steps = [.command("true")]
        return try FleetRun(
            try await RunPlanner().plan(wish), keptIn: folder.file("runs"))
    }

    /// The events as the journal has them: to the millisecond.
    private static func lines(_ events: [RunEvent]) throws -> [String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try events.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
    }

    @Test("tells the reader what the journal holds, from the beginning to the end")
    func follows() async throws {
        let folder = try Scratch()
        let run = try await run(in: folder)
        let reader = Reader()
        let outcomes = try await run.carryOut { events in
            for await event in events { reader.take(event) }
        }
        #expect(outcomes.count == 3)
        let events = reader.events
        let kept = try run.folder.events()
        // Hosts are told of side by side: which of two came first is nobody's promise.
        #expect(
            try RunEventsTests.lines(events).sorted() == RunEventsTests.lines(kept).sorted())
        #expect(events.last?.kind == .runEnded)
    }

    @Test("goes on when the reader has seen enough")
    func readerLeaves() async throws {
        let folder = try Scratch()
        let run = try await run(in: folder)
        let outcomes = try await run.carryOut { events in
            for await _ in events { return }
        }
        #expect(outcomes.count == 3)
        #expect(try run.folder.events().last?.kind == .runEnded)
    }

    @Test("is left when the reader throws, with what was thrown")
    func readerThrows() async throws {
        let folder = try Scratch()
        let run = try await run(in: folder)
        await #expect(throws: Enough.self) {
            _ = try await run.carryOut { events in
                for await _ in events { throw Enough() }
            }
        }
    }
}

/// What was read.
private final class Reader: Sendable {
    private let taken = Mutex<[RunEvent]>([])

    var events: [RunEvent] { taken.withLock { $0 } }

    func take(_ event: RunEvent) { taken.withLock { $0.append(event) } }
}
