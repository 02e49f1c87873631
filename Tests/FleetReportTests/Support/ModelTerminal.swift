import FleetReport

/// A terminal that keeps what it shows, and objects to two writes at once.
///
/// It can be stopped, as by Ctrl-S, and closed, as by a pager that ends.
actor ModelTerminal: PrinterOutput {
    private(set) var writes: [[UInt8]] = []
    private var isStopped: Bool
    private var isBusy = false
    private var writesUntilClosed: Int?
    private var stopped: [CheckedContinuation<Void, Never>] = []
    private var watchers: [CheckedContinuation<Void, Never>] = []

    init(isStopped: Bool = false, writesUntilClosed: Int? = nil) {
        self.isStopped = isStopped
        self.writesUntilClosed = writesUntilClosed
    }

    /// All that was written, readable.
    var text: String { visible(writes.flatMap { $0 }) }

    func write(_ bytes: [UInt8]) async throws(PrinterError) {
        precondition(!isBusy, "two writes at once")
        isBusy = true
        defer { isBusy = false }
        if let left = writesUntilClosed {
            guard left > 0 else { throw PrinterError(.closed, "nobody reads the output any more") }
            writesUntilClosed = left - 1
        }
        if isStopped {
            for watcher in watchers { watcher.resume() }
            watchers = []
            await withCheckedContinuation { stopped.append($0) }
        }
        writes.append(bytes)
    }

    /// Waits until a write waits for this stopped terminal.
    func waitForWriter() async {
        guard !isBusy else { return }
        await withCheckedContinuation { watchers.append($0) }
    }

    func stop() { isStopped = true }

    func goOn() {
        isStopped = false
        for writer in stopped { writer.resume() }
        stopped = []
    }
}
