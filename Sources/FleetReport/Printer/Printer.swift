public import FleetCore

/// The multiplexed printer: the output and the events of all jobs on one stream, whole lines only,
/// with a status line below where there is a terminal.
///
/// It owns the stream: everything that is printed during a run goes through it, so nothing is ever
/// mixed within a line. What comes while a write is under way is gathered and written at once, with
/// one write(2).
///
/// Backpressure: once ``PrinterOptions/mostPending`` bytes wait, those who bring output wait as
/// well. They then read no more from their hosts, whose spools grow; the scripts go on. Events are
/// few and are never held back.
public actor Printer {
    private var renderer: RunRenderer
    private var options: PrinterOptions
    private let output: any PrinterOutput
    private let whenClosed: @Sendable (PrinterError) -> Void

    /// What is to be written next.
    private var pending: [UInt8] = []
    private var isWriting = false
    /// Those who wait for the end of the write that is under way.
    private var waiters: [CheckedContinuation<Void, Never>] = []
    /// Why nothing is printed any more.
    private var failure: PrinterError?
    /// The status line as it should be, and as it is on the terminal.
    private var status: [UInt8] = []
    private var shownStatus: [UInt8] = []

    /// Creates a printer.
    ///
    /// - Parameters:
    ///   - past: What the run has come to before, where it is resumed.
    ///   - whenClosed: Told, once, that nothing can be printed any more; the run goes on.
    public init(
        options: PrinterOptions, output: any PrinterOutput, past: RunSummary = RunSummary(),
        whenClosed: @escaping @Sendable (PrinterError) -> Void = { _ in }
    ) {
        self.options = options
        self.renderer = RunRenderer(options: options, past: past)
        self.output = output
        self.whenClosed = whenClosed
    }

    /// What the events have come to so far.
    public var summary: RunSummary { renderer.summary }

    /// Prints the next bytes of a job's output; waits while the terminal is behind.
    ///
    /// The bytes of one job must come in order, one call at a time; calls for different jobs may
    /// overlap.
    public func print(
        _ bytes: some Collection<UInt8> & Sendable, of job: JobID,
        from stream: OutputStream = .standardOutput, at now: Timestamp
    ) async {
        guard failure == nil else { return }
        await waitForRoom()
        renderer.output(bytes, of: job, from: stream, at: now, to: &pending)
        await writeIfIdle()
    }

    /// Prints what is held back of a job's last line; nothing more comes of it.
    public func finish(_ job: JobID, at now: Timestamp) async {
        renderer.finish(job, at: now, to: &pending)
        await writeIfIdle()
    }

    /// Prints an event, and takes it into account for the status line.
    public func record(_ event: RunEvent) async {
        renderer.record(event, to: &pending)
        await writeIfIdle()
    }

    /// Prints a report's text as it is; it must be safe for a terminal and hold whole lines.
    public func print(report text: some Collection<UInt8> & Sendable) async {
        await waitForRoom()
        pending += text
        await writeIfIdle()
    }

    /// Shows parts of lines that have been quiet for long enough, and redraws the status line.
    ///
    /// To be called some ten times a second: see ``keepTime(now:)``.
    public func tick(at now: Timestamp) async {
        renderer.showQuietLines(at: now, to: &pending)
        if options.showsStatus { status = makeStatus(at: now) }
        await writeIfIdle()
    }

    /// Calls ``tick(at:)`` ten times a second until its task is cancelled.
    public func keepTime(now: @Sendable () -> Timestamp) async {
        while !Task.isCancelled {
            await tick(at: now())
            do { try await Task.sleep(for: .milliseconds(100)) } catch { return }
        }
    }

    /// Takes note of the terminal's new width, in columns.
    public func resize(columns: Int) {
        options.columns = columns
        renderer.columns = columns
    }

    /// Prints what is still held back, removes the status line for good, and waits until all is
    /// written.
    public func finish(at now: Timestamp) async {
        renderer.finish(at: now, to: &pending)
        options.showsStatus = false
        status = []
        await writeIfIdle()
        while failure == nil, isWriting || hasWork {
            if isWriting { await writeUnderWay() } else { await writePending() }
        }
    }

    // MARK: Writing

    private func waitForRoom() async {
        while pending.count >= options.mostPending, failure == nil {
            if isWriting { await writeUnderWay() } else { await writePending() }
        }
    }

    private var hasWork: Bool { !pending.isEmpty || status != shownStatus }

    /// Writes until nothing is left, unless others wait: then it is their turn, so that no job is
    /// kept busy with the output of all others.
    private func writeIfIdle() async {
        guard !isWriting else { return }
        while failure == nil, hasWork, !isWriting {
            let othersWaited = await writePending()
            if othersWaited { return }
        }
        if failure != nil { pending.removeAll() }
    }

    /// Writes what waits, in one batch.
    ///
    /// - Returns: Whether somebody waited for it.
    @discardableResult
    private func writePending() async -> Bool {
        var batch: [UInt8] = []
        if !shownStatus.isEmpty { batch += StatusLine.erasure }
        batch += pending
        batch += status
        shownStatus = status
        pending.removeAll(keepingCapacity: pending.count <= options.mostPending)

        isWriting = true
        do throws(PrinterError) {
            try await output.write(batch)
        } catch {
            fail(error)
        }
        isWriting = false

        let woken = waiters
        waiters = []
        for waiter in woken { waiter.resume() }
        return !woken.isEmpty
    }

    private func writeUnderWay() async {
        await withCheckedContinuation { waiters.append($0) }
    }

    private func fail(_ error: PrinterError) {
        guard failure == nil else { return }
        failure = error
        pending.removeAll()
        whenClosed(error)
    }

    private func makeStatus(at now: Timestamp) -> [UInt8] {
        let summary = renderer.summary
        guard let start = summary.startedAt, !summary.isComplete else { return [] }
        let elapsed = max(.zero, now.duration(since: start))
        var bytes: [UInt8] = []
        StatusLine(RunTotals(summary), elapsed: elapsed, columns: options.columns ?? 80)
            .write(to: &bytes, usesColor: options.usesColor)
        return bytes
    }
}
