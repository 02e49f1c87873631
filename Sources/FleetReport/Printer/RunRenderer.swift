package import FleetCore

/// Turns what happens in a run into the bytes that the operator sees: a pure formatter, without
/// descriptor or clock.
package struct RunRenderer: Sendable {
    /// For how long a line that isn't whole is held back after its last byte: long enough for the
    /// rest of a line that comes in two packets, short enough for a prompt or a row of dots to be
    /// seen.
    package static let quietTime = Duration.milliseconds(500)

    /// What the events have come to so far.
    package private(set) var summary = RunSummary()
    /// The terminal's width, in columns; `nil` where there is none.
    package var columns: Int?
    private let options: PrinterOptions
    private var layout: TagLayout
    private var texts: [Source: JobText] = [:]
    private var objects: [Source: JobJSONLines] = [:]
    /// Why a job's connection is gone, as it was last told.
    private var toldReasons: [JobID: String] = [:]
    /// What holds back part of a line, with the time of its last byte.
    private var unfinished: [Source: Timestamp] = [:]

    /// Where lines come from: one stream of a job, so that two streams never share a line.
    private struct Source: Hashable {
        let job: JobID
        let stream: OutputStream

        static func all(of job: JobID) -> [Source] {
            [OutputStream.standardOutput, .standardError].map { Source(job: job, stream: $0) }
        }
    }

    /// Creates a renderer for a run that has not begun, or has come to this before it is resumed.
    package init(options: PrinterOptions, past: RunSummary = RunSummary()) {
        self.summary = past
        self.options = options
        self.columns = options.columns
        self.layout = TagLayout([], usesColor: options.usesColor)
    }

    /// Appends what is to be shown of the next bytes of a job's output.
    package mutating func output(
        _ bytes: some Collection<UInt8>, of job: JobID,
        from stream: OutputStream = .standardOutput, at now: Timestamp, to batch: inout [UInt8]
    ) {
        let source = Source(job: job, stream: stream)
        let isUnfinished: Bool
        switch options.mode {
        case .lines:
            if texts[source] == nil { texts[source] = makeText(of: job) }
            texts[source]?.append(bytes, to: &batch)
            isUnfinished = texts[source]?.hasUnfinishedLine ?? false
        case .json:
            if objects[source] == nil { objects[source] = JobJSONLines(job: job, stream: stream) }
            objects[source]?.append(bytes, at: now, to: &batch)
            isUnfinished = objects[source]?.hasUnfinishedLine ?? false
        case .grouped, .quiet: return
        }
        unfinished[source] = isUnfinished ? now : nil
    }

    /// Appends what is to be shown of an event.
    package mutating func record(_ event: RunEvent, to batch: inout [UInt8]) {
        summary.record(event)
        if case .runStarted(_, let jobs) = event.kind {
            layout = TagLayout(jobs, usesColor: options.usesColor)
        }
        switch event.kind {
        case .job(let job, .ended): finish(job, at: event.time, to: &batch)
        // What an earlier start of the script printed last is not continued by the next.
        case .job(let job, .started(let attempt)) where attempt > 1:
            finish(job, at: event.time, to: &batch)
        case .job, .runStarted, .batchStarted, .interrupted, .runEnded: break
        }
        switch options.mode {
        case .json: EventJSON.write(event, to: &batch)
        case .quiet:
            // Who presses Ctrl-C is told what that did.
            if case .interrupted = event.kind { writeLine(of: event, to: &batch) }
        case .lines, .grouped: writeLine(of: event, to: &batch)
        }
    }

    /// Appends the parts of lines that have been quiet for long enough by `now`.
    package mutating func showQuietLines(at now: Timestamp, to batch: inout [UInt8]) {
        for (source, since) in unfinished {
            let age = now.duration(since: since)
            // A clock that was set back must not hold a line for hours.
            guard age >= RunRenderer.quietTime || age < .zero else { continue }
            showUnfinishedLine(of: source, at: now, to: &batch)
        }
    }

    /// Appends all that is held back; what follows is the summary.
    package mutating func finish(at now: Timestamp, to batch: inout [UInt8]) {
        for source in Set(texts.keys).union(objects.keys) { finish(source, at: now, to: &batch) }
    }

    /// Appends what explains a long wait.
    package mutating func tell(_ notice: WaitNotices.Notice, to batch: inout [UInt8]) {
        guard let first = notice.jobs.first?.job else {
            batch += (Ink.quiet.paint(notice.text, usesColor: options.usesColor) + "\n").utf8
            return
        }
        let several = layout.label(ofSeveral: notice.jobs.map(\.job))
        let line = EventLine(weight: .warning, text: notice.text)
        batch +=
            line.lines(
                label: notice.jobs.count > 1 ? several.text : layout.label(of: first),
                indent: notice.jobs.count > 1 ? several.columns : layout.columns(of: first),
                columns: columns, usesColor: options.usesColor
            ).utf8
    }

    private func makeText(of job: JobID) -> JobText {
        JobText(
            tag: options.showsTags ? layout.tag(of: job) : .none, keepsStyles: options.usesColor)
    }

    private mutating func writeLine(of event: RunEvent, to batch: inout [UInt8]) {
        switch event.kind {
        case .job(let job, let jobEvent):
            let line = EventLine(jobEvent, toldReason: toldReasons[job])
            guard options.isVerbose || line.weight != .everyday else { return }
            // What the host said before comes first.
            for source in Source.all(of: job) {
                showUnfinishedLine(of: source, at: event.time, to: &batch)
            }
            toldReasons[job] = line.reason
            let lines = line.lines(
                label: layout.label(of: job), indent: layout.columns(of: job), columns: columns,
                usesColor: options.usesColor)
            batch += lines.utf8
        case .interrupted(let count):
            let text = words(ofInterruption: count)
            batch += (Ink.warning.paint(text, usesColor: options.usesColor) + "\n").utf8
        case .batchStarted(let mark):
            let text = DisplayText.line(mark.description)
            batch += (Ink.strong.paint(text, usesColor: options.usesColor) + "\n").utf8
        case .runStarted, .runEnded: break
        }
    }

    private mutating func showUnfinishedLine(
        of source: Source, at now: Timestamp, to batch: inout [UInt8]
    ) {
        guard unfinished.removeValue(forKey: source) != nil else { return }
        texts[source]?.showUnfinishedLine(to: &batch)
        objects[source]?.showUnfinishedLine(at: now, to: &batch)
    }

    package mutating func finish(_ job: JobID, at now: Timestamp, to batch: inout [UInt8]) {
        for source in Source.all(of: job) { finish(source, at: now, to: &batch) }
    }

    private mutating func finish(_ source: Source, at now: Timestamp, to batch: inout [UInt8]) {
        texts[source]?.finish(to: &batch)
        objects[source]?.finish(at: now, to: &batch)
        texts[source] = nil
        objects[source] = nil
        unfinished[source] = nil
    }

    /// What the press did, and what the next one does.
    ///
    /// - Source: PRODUCT.md, the table of policies, "interrupt".
    private func words(ofInterruption count: Int) -> String {
        let totals = RunTotals(summary)
        let running = totals.running + totals.reconnecting
        return switch count {
        case 1:
            "interrupted: nothing new is started, \(running.counted("job")) \(running == 1 ? "goes" : "go") on;"
                + " once more ends the jobs that run"
        case 2: "interrupted again: ending the jobs that run; once more leaves at once"
        default: "interrupted: leaving; what has not ended on its host runs on there"
        }
    }
}
