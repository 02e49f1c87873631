import Dispatch

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Writes to a descriptor that is open for writing: a terminal, a pipe or a file.
///
/// A terminal can be slow or stopped (Ctrl-S), so the writes happen on a thread of their own, never
/// on the cooperative pool. The descriptor is not made non-blocking: it is shared with the shell,
/// which would inherit that; where somebody else made it so, `poll` waits.
public struct DescriptorOutput: PrinterOutput {
    private let descriptor: Int32
    /// The thread: one write at a time.
    private let queue = DispatchQueue(label: "flotilla.printer")

    /// Writes to `descriptor`, which stays the caller's to close.
    public init(descriptor: Int32) { self.descriptor = descriptor }

    /// Writes all of `bytes`.
    public func write(_ bytes: [UInt8]) async throws(PrinterError) {
        let failure = await withCheckedContinuation { continuation in
            queue.async { [descriptor] in
                continuation.resume(returning: DescriptorOutput.writeAll(bytes, to: descriptor))
            }
        }
        if let failure { throw failure }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> PrinterError? {
        blockBrokenPipeSignal()
        return bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
                if count >= 0 {
                    rest = rest.dropFirst(count)
                    continue
                }
                switch errno {
                case EINTR: continue
                case EAGAIN: waitUntilWritable(descriptor)
                case EPIPE: return PrinterError(.closed, "nobody reads the output any more")
                case ENOSPC, EDQUOT:
                    return PrinterError(.diskFull, "the disk that the output goes to is full")
                case let code:
                    return PrinterError(
                        .failed, "can't write the output: \(String(cString: strerror(code)))")
                }
            }
            return nil
        }
    }

    private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private static func waitUntilWritable(_ descriptor: Int32) {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        // Bounded, so that a descriptor that poll can't watch is tried again.
        _ = poll(&request, 1, 1_000)
    }

    /// A closed pipe must be an error here, not the end of the program.
    ///
    /// The signal goes to the thread that writes, so blocking it on this thread is enough and
    /// changes nothing for the rest of the program.
    private static func blockBrokenPipeSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
