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
    func run(_ wish: RunWish, checkingOnly: Bool) async throws {
        let eventLoops = SSHEventLoops()
        var planner = RunPlanner(eventLoops: eventLoops)
        planner.ask = Question.secret
        let plan = try await planner.plan(wish)
        if checkingOnly {
            Output.write(PlanText(plan).description, to: .standardOutput)
            return
        }
        let mode =
            display.output ?? plan.output ?? .lines
        let store = try plan.store(at: display.store.logDirectory, environment: environment)
        let run = try FleetRun(plan, in: store, eventLoops: eventLoops)
        let exit = try await carryOut(run, mode: mode)
        // The event loops end with the process: there is nothing left to wait for.
        if exit != .ok { throw exit }
    }

    private func carryOut(_ run: FleetRun, mode: OutputMode) async throws -> ProgramExit {
        let options = printerOptions(mode: mode)
        let printer = Printer(
            options: options, output: DescriptorOutput(descriptor: STDOUT_FILENO),
            whenClosed: { error in
                Output.write("flotilla: \(error)\n", to: .standardError)
            })
        let signals = InterruptSignals()
        let size = Terminal.sizeChanges()
        let view = PrinterObserver(printer)
        let left = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await printer.keepTime(now: { .now }) }
            group.addTask { [widths = size.widths] in
                for await columns in widths { await printer.resize(columns: columns) }
            }
            // The sources of the signals live as long as the run.
            defer { withExtendedLifetime((size.source, signals)) {} }
            let left = try await run.carryOut(interrupts: signals.presses, observers: [view])
            group.cancelAll()
            return left
        }
        await printer.finish(at: .now)
        return try await report(run, left: left, on: printer, options)
    }

    private func printerOptions(mode: OutputMode) -> PrinterOptions {
        var options = PrinterOptions()
        options.mode = mode
        options.usesColor =
            mode != .json
            && display.color.usesColor(isTerminal: Terminal.isTerminal, environment: environment)
        options.showsStatus =
            mode != .json && Terminal.isTerminal && environment["TERM"] != "dumb"
        options.isVerbose = display.verbose
        options.columns = Terminal.columns
        return options
    }

    /// Prints and keeps what the run came to.
    private func report(
        _ run: FleetRun, left: [JobID], on printer: Printer, _ options: PrinterOptions
    ) async throws -> ProgramExit {
        let summary = await printer.summary
        let report = SummaryReport(summary, of: run.folder)
        if options.mode == .grouped {
            try await report.printGroups(on: printer, options)
        }
        if options.mode != .json {
            let text = "\n" + report.text(usesColor: options.usesColor)
            await printer.print(report: text.utf8)
        }
        try await run.folder.writeSummary(
            json: try report.json(), text: report.text(usesColor: false, columns: 120))
        return summary.programExit
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
