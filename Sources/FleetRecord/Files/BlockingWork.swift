import Dispatch

/// The thread for file work that may block for long: fsync, and reading whole logs.
///
/// What goes into the page cache (an append of some 100 KB takes some 50 µs) is done where it is
/// called for.
enum BlockingWork {
    /// One at a time: disks don't get faster by being asked from many sides, and threads stay few.
    private static let queue = DispatchQueue(label: "flotilla.files")

    /// Runs `work` on the thread and waits without blocking.
    static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(RecordError) -> Value
    ) async throws(RecordError) -> Value {
        let result: Result<Value, RecordError> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(RecordError) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
