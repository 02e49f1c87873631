/// The handle by which a running job is told to end.
public struct JobControl: Sendable {
    let requests: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    /// Creates the handle of one job.
    public init() {
        // One is enough: a second wish to end changes nothing.
        (requests, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// Asks for the script to be ended on the host; the job then ends as `cancelled`.
    public func cancel() { continuation.yield() }
}
