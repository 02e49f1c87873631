import FleetCore
import FleetDocuments
import FleetRecord
import FleetReport
import Flotilla
import Foundation
import SSHTransport

/// One invocation that runs something: from the wish to the exit status.
struct RunSession {
    private let display: DisplayOptions
    private let environment = ProcessInfo.processInfo.environment

    init(_ display: DisplayOptions) { self.display = display }

    /// Plans `wish`, and carries it out unless it is only to be checked.
    ///
    /// - Throws: What is wrong with the wish, or `ProgramExit` for any end but a good one.
    func run(_ wish: RunWish, checkingOnly: Bool, detaching: Bool) async throws {
        let planner = makePlanner()
        let plan = try await planner.plan(wish)
        plan.tellIfEmpty()
        if detaching { try plan.checkDetachable() }
        if checkingOnly {
            Output.write(PlanText(plan).description, to: .standardOutput)
            return
        }
        let mode = display.output ?? plan.output ?? .lines
        let store = try plan.store(at: display.store.logDirectory, environment: environment)
        let run = try FleetRun(plan, in: store, eventLoops: planner.eventLoops)
        var options = FleetRun.Options()
        options.isDetaching = detaching
        try await carryOut(run, options, mode: mode)
    }

    /// Shows what `wish` comes to, and, if wanted, whether its hosts are there.
    ///
    /// - Throws: What is wrong with the wish, or `ProgramExit` where some host isn't there.
    func check(_ wish: RunWish, pinging: Bool) async throws {
        let planner = makePlanner()
        let plan = try await planner.plan(wish)
        Output.write(PlayText(plan).description, to: .standardOutput)
        guard pinging else {
            return Output.write("nothing was contacted\n", to: .standardOutput)
        }
        let found = await FleetPing(plan, eventLoops: planner.eventLoops).ask { _, _, _ in }
        Output.write("\n\(PingText(found))", to: .standardOutput)
        if !found.allSatisfy(\.isAlive) { throw ProgramExit.hostLost }
    }

    /// Carries a playbook out.
    ///
    /// - Throws: What is wrong with the wish, or `ProgramExit` for any end but a good one.
    func play(_ wish: RunWish, askingBeforeSteps: Bool) async throws {
        let planner = makePlanner()
        let plan = try await planner.plan(wish)
        plan.tellIfEmpty()
        let store = try plan.store(at: display.store.logDirectory, environment: environment)
        let run = try FleetRun(plan, in: store, eventLoops: planner.eventLoops)
        var options = FleetRun.Options()
        options.asksBeforeSteps = askingBeforeSteps
        options.ask = { step in await StepQuestion(step).answer() }
        try await carryOut(run, options, mode: display.output ?? plan.output ?? .lines)
    }

    /// Takes up those jobs of a claimed run that have not ended or were lost, and that are `wanted`.
    ///
    /// - Throws: What keeps it from being resumed, or `ProgramExit` for any end but a good one.
    func resume(
        _ folder: RunFolder, _ options: FleetRun.Options = FleetRun.Options(),
        where isWanted: (JobID) -> Bool = { _ in true }
    ) async throws {
        let past = RunSummary(try folder.events())
        let jobs = try RunHistory(of: folder).open.filter(isWanted)
        if jobs.isEmpty, past.isComplete {
            Output.write(
                "run \(folder.run) has ended; this is what it came to:\n\n", to: .standardError)
            let text = try await SummaryReport(past, of: folder).text(usesColor: usesColor)
            Output.write(text, to: .standardOutput)
            if past.programExit != .ok { throw past.programExit }
            return
        }
        let run = try await FleetRun(resuming: jobs, of: folder, with: makePlanner())
        try await carryOut(run, options, mode: display.output ?? .lines, past: past)
    }

    /// Runs again, as a new run, what did not succeed in an earlier one.
    ///
    /// - Throws: What keeps it from being run, or `ProgramExit` for any end but a good one.
    func retry(_ folder: RunFolder, in store: RunStore) async throws {
        let planner = makePlanner()
        guard let plan = try await planner.plan(retrying: folder) else {
            Output.write(
                "run \(folder.run): all went well, there is nothing to retry\n",
                to: .standardError)
            return
        }
        let run = try FleetRun(plan, in: store, eventLoops: planner.eventLoops)
        try await carryOut(run, FleetRun.Options(), mode: display.output ?? .lines)
    }

    private func makePlanner() -> RunPlanner {
        var planner = RunPlanner(eventLoops: SSHEventLoops())
        planner.ask = Question.secret
        return planner
    }

    private func carryOut(
        _ run: FleetRun, _ options: FleetRun.Options, mode: OutputMode,
        past: RunSummary = RunSummary()
    ) async throws {
        var shown = printerOptions(mode: mode)
        // A line that is redrawn would run over a question.
        if options.asksBeforeSteps { shown.showsStatus = false }
        let printer = Printer(
            options: shown, output: DescriptorOutput(descriptor: STDOUT_FILENO), past: past,
            whenClosed: { error in
                Output.write("flotilla: \(error)\n", to: .standardError)
            })
        let signals = InterruptSignals()
        let size = Terminal.sizeChanges()
        let notifier = try RunNotifier(
            display.notify.targets(), past: past, folder: run.folder.path, environment: environment)
        async let told: Void = notifier.deliver(whenFailed: NotifyOptions.tellFailure)
        let observers =
            try [PrinterObserver(printer), notifier] + jobLog(of: run, isResumed: past.run != nil)
        await printer.print(report: opening(of: run, shown).utf8)
        let left = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await printer.keepTime(now: { .now }) }
            group.addTask { [widths = size.widths] in
                for await columns in widths { await printer.resize(columns: columns) }
            }
            // The sources of the signals live as long as the run.
            defer { withExtendedLifetime((size.source, signals)) {} }
            let left = try await run.carryOut(
                options, interrupts: signals.presses, observers: observers)
            group.cancelAll()
            return left
        }
        await printer.finish(at: .now)
        await printer.print(report: closing(shown).utf8)
        let summary = try await report(run, on: printer, shown)
        notifier.finish()
        await told
        // The event loops end with the process: there is nothing left to wait for.
        let exit =
            options.isCancelling
            ? summary.programExit(cancelling: run.jobs)
            : summary.programExit(leaving: options.isDetaching ? Set(left) : [])
        if exit != .ok { throw exit }
    }

    /// What a CI system folds away once the run is over: all but the summary.
    private func opening(of run: FleetRun, _ options: PrinterOptions) -> String {
        guard options.mode != .quiet else { return options.folds.beginning }
        let hosts = Set(run.jobs.map(\.host)).count.counted("host")
        return options.folds.beginning
            + options.folds.opening("flotilla: \(hosts)", number: 0, at: .now)
    }

    /// Where that ends.
    private func closing(_ options: PrinterOptions) -> String {
        options.mode == .quiet ? "" : options.folds.closing(number: 0, at: .now)
    }

    private var usesColor: Bool {
        display.color.usesColor(isTerminal: Terminal.isTerminal, environment: environment)
    }

    private func printerOptions(mode: OutputMode) -> PrinterOptions {
        var options = PrinterOptions()
        options.mode = mode
        options.usesColor = mode != .json && usesColor
        options.showsStatus = mode != .json && Terminal.canRedraw(environment)
        options.foldsLines = Terminal.foldsLines(environment)
        // Programs that read a file or JSON have no use for the marks.
        if mode != .json, !Terminal.isTerminal, !Terminal.isFile {
            options.folds = FoldMarks.detected(in: environment, token: RunSession.randomToken())
        }
        options.isVerbose = display.verbose
        options.columns = Terminal.columns
        return options
    }

    /// One that no host can guess.
    private static func randomToken() -> String {
        (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }.joined()
    }

    /// Prints and keeps what the run came to.
    private func report(
        _ run: FleetRun, on printer: Printer, _ options: PrinterOptions
    ) async throws -> RunSummary {
        let summary = await printer.summary
        let report = SummaryReport(summary, of: run.folder, isOurs: true)
        if options.mode == .grouped {
            try await report.printGroups(on: printer, options)
        }
        if options.mode != .json {
            let text = "\n" + (try await report.text(usesColor: options.usesColor))
            await printer.print(report: (text + options.folds.end).utf8)
        }
        let junit = try await report.junit()
        try await run.folder.writeSummary(
            json: try report.json(), text: try await report.fileText(), junit: junit)
        if let path = display.junit {
            try ResultFile.write(Array(junit.utf8), to: path, of: "--junit")
        }
        return summary
    }

    /// What writes the file of `--joblog`, if there is to be one.
    private func jobLog(of run: FleetRun, isResumed: Bool) throws -> [any RunObserver] {
        guard let path = display.joblog else { return [] }
        return [try JobLogFile(path, of: run.folder, isResumed: isResumed)]
    }
}

/// Shows a run on a printer.
private struct PrinterObserver: RunObserver {
    private let printer: Printer

    init(_ printer: Printer) { self.printer = printer }

    func observe(_ event: RunEvent) async { await printer.record(event) }

    func observe(output: ArraySlice<UInt8>, of job: JobID, from stream: FleetCore.OutputStream)
        async
    {
        await printer.print(output, of: job, from: stream, at: .now)
    }
}
