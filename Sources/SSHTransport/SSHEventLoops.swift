package import NIOCore
import NIOPosix

/// The threads that SSH connections live on; owned, and in the end shut down, by whoever makes them.
///
/// A few threads serve any number of connections. Names are looked up on threads beside them, for the
/// system's resolver blocks: a name that nobody answers for is not to hold up the others.
public final class SSHEventLoops: Sendable {
    /// Threads for programs that have no reason to own some: started when first used, never shut down.
    public static let shared = SSHEventLoops()

    let group: MultiThreadedEventLoopGroup
    let lookups: NIOThreadPool
    /// The hosts that others are reached through.
    let jumpHosts = JumpHosts()

    /// How many names are looked up at once; a slow DNS server, not the CPU, is what they wait for.
    private static let lookupThreads = 16

    /// Starts the threads: one for each core unless said otherwise.
    public init(threads: Int? = nil) {
        group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, threads ?? System.coreCount))
        lookups = NIOThreadPool(numberOfThreads: SSHEventLoops.lookupThreads)
        lookups.start()
    }

    /// Ends the threads; every connection that was asked for has to be closed before.
    ///
    /// - Throws: What NIO says when they have been shut down before.
    public func shutDown() async throws {
        await jumpHosts.close()
        try await group.shutdownGracefully()
        try await lookups.shutdownGracefully()
    }

    /// The loop for the next connection.
    func next() -> any EventLoop { group.next() }

    /// The same for transports beside this one.
    package func nextLoop() -> any EventLoop { group.next() }
}
