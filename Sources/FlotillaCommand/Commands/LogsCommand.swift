import ArgumentParser
import FleetCore
import FleetRecord
import FleetReport
import Flotilla
import Foundation

/// `flotilla logs`.
struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Print what hosts printed, made safe for a terminal.",
        usage: "flotilla logs [<options>] <run> [<host> ...]",
        discussion: """
            The logs themselves are plain files in the run's folder, byte for byte what the \
            scripts wrote.

            EXAMPLES
              flotilla logs last                 all hosts, tagged
              flotilla logs last web1            one host, as it is
              flotilla logs -f last db1          as it comes, until the job ends
            """)

    @OptionGroup var store: StoreOptions

    @Flag(name: .shortAndLong, help: "Go on printing what comes, until the jobs have ended.")
    var follow = false

    @Option(help: ArgumentHelp("Only this step.", valueName: "step"))
    var step: String?

    @Option(
        help: ArgumentHelp(
            "auto (default), always or never; NO_COLOR is honoured.", valueName: "when"),
        completion: .list(ColorPolicy.allCases.map(\.rawValue)), transform: choice)
    var color = ColorPolicy.auto

    @Argument(help: "The run's id, the beginning of it, or last.", completion: Completions.run)
    var run: String

    @Argument(help: "The hosts; all unless said otherwise.")
    var hosts: [String] = []

    func run() async throws {
        let folder = try RunStore(store).open(run)
        let summary = RunSummary(try folder.events())
        let jobs = try chosen(from: summary)
        var options = PrinterOptions()
        options.usesColor = color.usesColor(
            isTerminal: Terminal.isTerminal, environment: ProcessInfo.processInfo.environment)
        options.showsTags = jobs.count > 1
        options.columns = Terminal.columns
        let printer = Printer(
            options: options, output: DescriptorOutput(descriptor: STDOUT_FILENO),
            whenClosed: { _ in Foundation.exit(ProgramExit.ok.rawValue) })
        if follow {
            try await followed(folder, Set(jobs), on: printer)
        } else {
            try await stored(folder, jobs, summary, on: printer)
        }
        await printer.finish(at: .now)
    }

    private func chosen(from summary: RunSummary) throws -> [JobID] {
        let known = Set(summary.jobs.map(\.job.host.name))
        for host in hosts where !known.contains(host) {
            throw ValidationError("run \(run) has no host '\(host)'")
        }
        let jobs = summary.jobs.map(\.job).filter { job in
            (hosts.isEmpty || hosts.contains(job.host.name))
                && (step ?? job.step.name) == job.step.name
        }
        guard !jobs.isEmpty else {
            throw ValidationError("run \(run) has no step '\(step ?? "")'")
        }
        return jobs
    }

    private func stored(
        _ folder: RunFolder, _ jobs: [JobID], _ summary: RunSummary, on printer: Printer
    ) async throws {
        await printer.record(RunEvent(at: .now, .runStarted(folder.run, jobs: jobs)))
        for job in jobs {
            let start = max(1, summary[job]?.starts ?? 1)
            for stream in [FleetCore.OutputStream.standardOutput, .standardError] {
                var offset = SpoolOffset()
                while case let piece = try await folder.readLog(
                    of: job, attempt: start, stream: stream, at: offset), !piece.isEmpty
                {
                    offset.advance(by: piece.count)
                    await printer.print(piece, of: job, from: stream, at: .now)
                }
            }
            await printer.finish(job, at: .now)
        }
    }

    private func followed(
        _ folder: RunFolder, _ jobs: Set<JobID>, on printer: Printer
    ) async throws {
        _ = try await LogFollower(folder, jobs: jobs).follow { piece in
            switch piece {
            case .output(let job, let stream, let bytes):
                await printer.print(bytes, of: job, from: stream, at: .now)
            case .event(let event): await printer.record(event)
            }
        }
    }
}
