import FleetCore
import FleetRecord
import Foundation
import Synchronization
import Testing

@Suite("Following a run's logs", .timeLimit(.minutes(1)))
struct LogFollowerTests {
    private let scratch: ScratchStore
    private let run: RunFolder
    private let other: JobID

    init() throws {
        scratch = try ScratchStore()
        run = try scratch.run()
        other = JobID(host: try #require(HostID("web2")), step: Sample.step)
    }

    private func event(_ job: JobID, _ event: JobEvent) -> RunEvent {
        RunEvent(at: Sample.time, .job(job, event))
    }

    private var started: RunEvent {
        RunEvent(at: Sample.time, .runStarted(Sample.run, jobs: [Sample.job, other]))
    }

    @Test("gives what is there and what comes, and ends when the jobs have")
    func follows() async throws {
        let journal = try run.journal()
        let log = run.log(of: Sample.job)
        let otherLog = run.log(of: other)
        try await journal.append(started)
        try await log.append(Array("one\n".utf8))

        let found = Found()
        let other = other
        let looks = Mutex(0)
        let end = try await LogFollower(run).follow { _ in
            // What the controller does while the follower waits.
            switch looks.withLock({
                $0 += 1; return $0
            }) {
            case 1: try await log.append(Array("two\n".utf8))
            case 2:
                try await otherLog.append(Array("uno\n".utf8))
                try await journal.append(RunEvent(at: Sample.time, .job(other, .ended(Sample.end))))
            case 3:
                try await log.append(Array("three".utf8))
                try await journal.append(Sample.event(.ended(Sample.end)))
            default: Issue.record("it should have ended")
            }
        } _: {
            found.add($0)
        }

        #expect(end == .jobsEnded)
        #expect(found.text(of: Sample.job) == "one\ntwo\nthree")
        #expect(found.text(of: other) == "uno\n")
        #expect(found.pieces.last == .event(Sample.event(.ended(Sample.end))))
    }

    @Test("follows only the jobs that were asked for")
    func followsSome() async throws {
        let journal = try run.journal()
        try await journal.append(started)
        try await run.log(of: other).append(Array("uno\n".utf8))
        try await run.log(of: Sample.job).append(Array("one\n".utf8))
        try await journal.append(event(other, .ended(Sample.end)))
        let found = Found()
        let end = try await LogFollower(run, jobs: [other]).follow { _ in
            Issue.record("there is nothing to wait for")
        } _: {
            found.add($0)
        }
        #expect(end == .jobsEnded)
        #expect(found.text(of: other) == "uno\n")
        #expect(found.text(of: Sample.job).isEmpty)
    }

    @Test("ends when the controller is gone, with all that it left")
    func noticesDeath() async throws {
        try await run.journal().append(started)
        try await run.log(of: Sample.job).append(Array("one\n".utf8))
        // A copy of the folder is one that nobody has claimed.
        let copied = try ScratchStore()
        try FileManager.default.removeItem(atPath: copied.path)
        try FileManager.default.copyItem(atPath: scratch.path, toPath: copied.path)
        let orphan = try copied.store.open("last")
        #expect(run.isInUse && !orphan.isInUse)

        let found = Found()
        let end = try await LogFollower(orphan).follow { _ in
            Issue.record("there is nobody to wait for")
        } _: {
            found.add($0)
        }
        #expect(end == .controllerGone)
        #expect(found.text(of: Sample.job) == "one\n")
    }

    @Test("goes on with the log of a script's second start, and doesn't repeat a resumed run")
    func followsRestarts() async throws {
        let journal = try run.journal()
        try await journal.append(started)
        try await run.log(of: Sample.job).append(Array("first\n".utf8))
        try await journal.append(Sample.event(.started(attempt: 1)))
        try await journal.append(Sample.event(.started(attempt: 2)))
        try await run.log(of: Sample.job, attempt: 2).append(Array("second\n".utf8))
        try await journal.append(Sample.event(.ended(Sample.end)))
        try await journal.append(started)
        try await journal.append(event(other, .ended(Sample.end)))
        let found = Found()
        let end = try await LogFollower(run).follow { _ in
            Issue.record("there is nothing to wait for")
        } _: {
            found.add($0)
        }
        #expect(end == .jobsEnded)
        #expect(found.text(of: Sample.job) == "first\nsecond\n")
    }
}

/// Keeps what a follower gave.
private final class Found: Sendable {
    private let kept = Mutex<[LogFollower.Piece]>([])

    var pieces: [LogFollower.Piece] { kept.withLock { $0 } }

    func add(_ piece: LogFollower.Piece) { kept.withLock { $0.append(piece) } }

    func text(of job: JobID) -> String {
        pieces.map { piece in
            guard case .output(job, _, let bytes) = piece else { return "" }
            return String(decoding: bytes, as: UTF8.self)
        }.joined()
    }
}
