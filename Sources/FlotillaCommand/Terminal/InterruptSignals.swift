import Dispatch

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Ctrl-C, TERM and HUP as wishes to end, in place of the default, which would end the program at once.
struct InterruptSignals {
    /// One element for each signal.
    let presses: AsyncStream<Void>
    private let sources: [any DispatchSourceSignal]

    init() {
        // More than three presses mean no more than three.
        let (presses, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingOldest(3))
        self.presses = presses
        self.sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
    }
}
