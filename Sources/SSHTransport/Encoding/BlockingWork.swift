import NIOPosix

/// Work that blocks its thread (files, bcrypt, other programs), away from the cooperative pool and from the
/// event loops.
package enum BlockingWork {
    /// Runs `body` on a thread that may block, and waits for it.
    package static func run<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            NIOThreadPool.singleton.submit { _ in
                // The process-wide pool is never shut down, so its state needs no look.
                do throws(Failure) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
