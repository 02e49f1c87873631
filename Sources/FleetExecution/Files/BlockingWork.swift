import Dispatch
import Synchronization

/// The threads for work with local files, which may block: never on the cooperative pool.
enum BlockingWork {
    /// A few at a time: a file is read and written by one transfer, and disks gain nothing from more.
    private static let lanes = (1...4).map { DispatchQueue(label: "flotilla.copies.\($0)") }
    private static let turn = Atomic(0)

    /// Runs `work` on one of the threads and waits without blocking.
    static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(FileTransferError) -> Value
    ) async throws(FileTransferError) -> Value {
        let turn = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        let lane = lanes[Int(UInt(bitPattern: turn) % UInt(lanes.count))]
        let result: Result<Value, FileTransferError> = await withCheckedContinuation {
            continuation in
            lane.async {
                do throws(FileTransferError) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
