public import Testing

/// Lets few of the tests that it is put on run at the same time, each with programs and servers of its own: a machine
/// with two cores would otherwise be busy enough to break promises about time.
///
/// A test has three minutes from its turn on; a time limit of the library's own would count the waiting as well.
public struct FewAtOnce: SuiteTrait, TestTrait, TestScoping {
    private static let slots = Slots(4)
    private static let limit = Duration.seconds(180)

    /// Suites hand it on to their tests.
    public var isRecursive: Bool { true }

    /// One turn for each case of a test, none for a suite.
    public func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? {
        testCase.map { _ in self }
    }

    /// Runs a test when it is its turn.
    public func provideScope(
        for test: Test, testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        await FewAtOnce.slots.take()
        do {
            try await FewAtOnce.withinLimit(function)
        } catch {
            await FewAtOnce.slots.give()
            throw error
        }
        await FewAtOnce.slots.give()
    }

    private static func withinLimit(_ function: @Sendable () async throws -> Void) async throws {
        try await withoutActuallyEscaping(function) { function in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await function() }
                group.addTask {
                    // Cancelled when the test has ended.
                    guard (try? await Task.sleep(for: limit)) != nil else { return }
                    Issue.record("it did not end within \(limit)")
                }
                try await group.next()
                group.cancelAll()
            }
        }
    }

    /// As many turns as are free, handed on in the order in which they were asked for.
    private actor Slots {
        private var free: Int
        private var waiters: [CheckedContinuation<Void, Never>] = []

        init(_ count: Int) { free = count }

        func take() async {
            guard free == 0 else {
                free -= 1
                return
            }
            await withCheckedContinuation { waiters.append($0) }
        }

        func give() {
            guard waiters.isEmpty else { return waiters.removeFirst().resume() }
            free += 1
        }
    }
}

extension Trait where Self == FewAtOnce {
    /// Few tests of this kind at once.
    public static var fewAtOnce: FewAtOnce { FewAtOnce() }
}
