import Dispatch

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What standard output is.
enum Terminal {
    /// Whether a person sees it.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Its width in columns; 80 where nothing is known.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// One element each time its size changes, as long as the source is kept.
    static func sizeChanges() -> (widths: AsyncStream<Int>, source: any DispatchSourceSignal) {
        let (widths, continuation) = AsyncStream.makeStream(
            of: Int.self, bufferingPolicy: .bufferingNewest(1))
        let source = DispatchSource.makeSignalSource(signal: SIGWINCH)
        source.setEventHandler { continuation.yield(columns) }
        source.resume()
        return (widths, source)
    }
}
