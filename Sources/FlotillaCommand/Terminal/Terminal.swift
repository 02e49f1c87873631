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

    /// Whether it is a file, which nobody watches.
    static var isFile: Bool {
        var status = stat()
        return fstat(STDOUT_FILENO, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Whether it can redraw a line.
    static func canRedraw(_ environment: [String: String]) -> Bool {
        isTerminal && !["", "dumb"].contains(environment["TERM", default: ""])
    }

    /// Whether it folds the lines that it shows when it becomes narrower; xterm and screen cut them.
    static func foldsLines(_ environment: [String: String]) -> Bool {
        environment["XTERM_VERSION"] == nil && environment["STY"] == nil
    }

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
