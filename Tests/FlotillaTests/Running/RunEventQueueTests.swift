import FleetCore
import Flotilla
import Synchronization
import Testing

@Suite("Events on their way to one reader", .timeLimit(.minutes(1)))
struct RunEventQueueTests {
    private static let count = RunEventQueue.limit * 5

    /// An event that says which it is.
    private static func event(_ number: Int) -> RunEvent {
        RunEvent(at: Timestamp(milliseconds: Int64(number)), .interrupted(count: number))
    }

    private static func number(_ event: RunEvent?) -> Int? {
        event.map { Int($0.time.milliseconds) }
    }

    @Test("come in order, all of them, and who brings them waits for who reads them")
    func waits() async {
        let queue = RunEventQueue()
        let brought = Tally()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 0..<RunEventQueueTests.count {
                    await queue.observe(RunEventQueueTests.event(number))
                    brought.countOne()
                }
                queue.finish()
            }
            var read = 0
            while let number = RunEventQueueTests.number(await queue.next()) {
                #expect(number == read)
                read += 1
                // One more may have been brought, and let go on, at this very moment.
                #expect(brought.count <= read + RunEventQueue.limit + 1)
            }
            #expect(read == RunEventQueueTests.count)
        }
    }

    @Test("what waits can be read after the last has come")
    func finishes() async {
        let queue = RunEventQueue()
        for number in 0..<3 { await queue.observe(RunEventQueueTests.event(number)) }
        queue.finish()
        for number in 0..<3 {
            #expect(RunEventQueueTests.number(await queue.next()) == number)
        }
        #expect(await queue.next() == nil)
        #expect(await queue.next() == nil)
    }

    @Test("nobody waits for a reader that has left")
    func abandons() async {
        let queue = RunEventQueue()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<RunEventQueueTests.count {
                group.addTask { await queue.observe(RunEventQueueTests.event(number)) }
            }
            _ = await queue.next()
            queue.abandon()
        }
        #expect(await queue.next() == nil)
    }

    @Test("a reader whose task is cancelled waits no longer")
    func cancels() async {
        let queue = RunEventQueue()
        await withTaskGroup(of: RunEvent?.self) { group in
            group.addTask { await queue.next() }
            group.cancelAll()
            for await event in group { #expect(event == nil) }
        }
        await queue.observe(RunEventQueueTests.event(0))
        #expect(await queue.next() == nil)
    }
}

/// How many there were so far.
private final class Tally: Sendable {
    private let counted = Mutex(0)

    var count: Int { counted.withLock { $0 } }

    func countOne() { counted.withLock { $0 += 1 } }
}
