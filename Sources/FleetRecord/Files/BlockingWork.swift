import Dispatch
import Synchronization

/// The threads for file work that may block for long: fsync, and reading whole logs.
///
/// What goes into the page cache (an append of some 100 KB takes some 50 µs) is done where it is
/// called for.
enum BlockingWork {
    /// A few at a time: a journaling file system puts fsyncs that wait together into one transaction.
    ///
    /// 100 new logs on ext4: 1 lane 290 ms, 2 lanes 150 ms, 4 lanes 44 ms, 8 lanes 76 ms.
    private static let lanes = (1...4).map { DispatchQueue(label: "flotilla.files.\($0)") }
    private static let turn = Atomic(0)

    /// Runs `work` on one of the threads and waits without blocking.
    static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(RecordError) -> Value
    ) async throws(RecordError) -> Value {
        let turn = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        let lane = lanes[Int(UInt(bitPattern: turn) % UInt(lanes.count))]
        let result: Result<Value, RecordError> = await withCheckedContinuation { continuation in
            lane.async {
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
