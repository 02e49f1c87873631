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
    private var status: StatusLine?
    private var shownStatus: StatusLine?
    /// When the status line was worded last.
    private var statusMadeAt: Timestamp?
    /// How many ticks the write that is under way has taken.
    private var ticksOfWrite = 0
    /// Whether the terminal takes more slowly what it is given than it comes: no status line then.
    private var isBehind = false
    private var rate = OutputRate()
    private var notices = WaitNotices()
    private var noticesAskedAt: Timestamp?
    /// Whether anything was printed since the last tick.
    private var hasNews = false

    /// A line that changes more often than this can't be read, and a slow link has better to do.
    private static let statusPause = Duration.milliseconds(250)
    /// A write that takes longer than so many ticks is slow.
    private static let mostTicksOfWrite = 2

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
        rate.add(bytes.count, at: now)
        renderer.output(bytes, of: job, from: stream, at: now, to: &pending)
        await writeNews()
    }

    /// Prints what is held back of a job's last line; nothing more comes of it.
    public func finish(_ job: JobID, at now: Timestamp) async {
        renderer.finish(job, at: now, to: &pending)
        await writeNews()
    }

    /// Prints an event, and takes it into account for the status line.
    public func record(_ event: RunEvent) async {
        renderer.record(event, to: &pending)
        await writeNews()
    }

    /// Prints a report's text as it is; it must be safe for a terminal and hold whole lines.
    public func print(report text: some Collection<UInt8> & Sendable) async {
        await waitForRoom()
        pending += text
        await writeNews()
    }

    /// Shows parts of lines that have been quiet for long enough, explains long waits, and redraws the status line.
    ///
    /// To be called some ten times a second: see ``keepTime(now:)``.
    public func tick(at now: Timestamp) async {
        ticksOfWrite += 1
        isBehind = isWriting && (isBehind || ticksOfWrite > Printer.mostTicksOfWrite)
        if hasNews { notices.noteNews(at: now) }
        hasNews = false
        renderer.showQuietLines(at: now, to: &pending)
        explainWaits(at: now)
        if options.showsStatus, isDue(since: statusMadeAt, Printer.statusPause, at: now) {
            statusMadeAt = now
            status = moment(at: now).map { StatusLine($0, columns: options.columns ?? 80) }
        }
        await writeIfIdle()
    }

    /// Calls ``tick(at:)`` ten times a second until its task is cancelled.
    public func keepTime(now: @Sendable () -> Timestamp) async {
        // A tick that writes may take its time; those that come meanwhile see that it does, and return at once.
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                let moment = now()
                group.addTask { await self.tick(at: moment) }
                do { try await Task.sleep(for: .milliseconds(100)) } catch { return }
            }
        }
    }

    /// Takes note of the terminal's new width, in columns.
    public func resize(columns: Int) {
        options.columns = columns
        renderer.columns = columns
        statusMadeAt = nil
    }

    /// Prints what is still held back, removes the status line for good, and waits until all is
    /// written.
    public func finish(at now: Timestamp) async {
        renderer.finish(at: now, to: &pending)
        options.showsStatus = false
        status = nil
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

    /// The status line as it is to be with the next write.
    private var wantedStatus: StatusLine? { isBehind ? nil : status }

    private var hasWork: Bool { !pending.isEmpty || wantedStatus != shownStatus }

    private func writeNews() async {
        if !pending.isEmpty { hasNews = true }
        await writeIfIdle()
    }

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
        var batch = shownStatus.map { erasure(of: $0) } ?? []
        batch += pending
        wantedStatus?.write(to: &batch, usesColor: options.usesColor)
        shownStatus = wantedStatus
        pending.removeAll(keepingCapacity: pending.count <= options.mostPending)

        isWriting = true
        ticksOfWrite = 0
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

    // MARK: Status

    private func erasure(of line: StatusLine) -> [UInt8] {
        let width = options.foldsLines ? line.text.count : 0
        return StatusLine.erasure(ofWidth: width, columns: options.columns ?? 80)
    }

    private func moment(at now: Timestamp) -> RunMoment? {
        var moment = RunMoment(renderer.summary, at: now)
        moment?.rate = rate.perSecond(at: now)
        if let start = rate.lastOutputAt ?? renderer.summary.startedAt {
            moment?.silence = now.duration(since: start)
        }
        return moment
    }

    private func explainWaits(at now: Timestamp) {
        guard options.tellsEvents, isDue(since: noticesAskedAt, .seconds(1), at: now) else {
            return
        }
        noticesAskedAt = now
        var due = notices.due(renderer.summary, at: now)
        // Where there is a status line it says how the run stands.
        if !options.showsStatus, due.isEmpty, let moment = moment(at: now) {
            due = notices.dueStanding(moment, at: now).map { [$0] } ?? []
        }
        for notice in due { renderer.tell(notice, to: &pending) }
    }

    /// Whether `pause` has passed, or the clock was set back.
    private func isDue(since earlier: Timestamp?, _ pause: Duration, at now: Timestamp) -> Bool {
        guard let earlier else { return true }
        let age = now.duration(since: earlier)
        return age >= pause || age < .zero
    }
}
