public import FleetCore

/// Reads a job's stored output: some bytes from `offset` on, of a bounded number; none at its end.
public typealias StoredOutput =
    @Sendable (_ job: JobID, _ offset: SpoolOffset) async throws -> [UInt8]

/// The jobs of a run, folded by what they printed: `--output grouped`.
///
/// Logs are read twice, in pieces: once for a keyed hash of each, once to print one log of each
/// group. So memory doesn't grow with their size.
public struct OutputGroups: Sendable {
    /// Jobs of one step with the same status and byte for byte the same output.
    public struct Group: Hashable, Sendable {
        /// The jobs, in the order of the inventory.
        public let jobs: [JobSummary]
        /// How many bytes each of them printed.
        public let bytes: UInt64
    }

    /// The groups, in the order in which their first jobs come; jobs that printed nothing are
    /// groups as well.
    public let groups: [Group]
    private let showsStep: Bool

    /// Reads and folds the output of all jobs that have ended.
    ///
    /// - Throws: What `output` throws.
    public init(of summary: RunSummary, reading output: StoredOutput) async throws {
        var order: [Key] = []
        var members: [Key: [JobSummary]] = [:]
        for job in summary.jobs {
            guard let end = job.end else { continue }
            var digest = OutputDigest()
            while case let piece = try await output(job.job, digest.end), !piece.isEmpty {
                digest.add(piece)
            }
            let key = Key(step: job.job.step, status: end.outcome, digest: digest.value)
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(job)
        }
        self.showsStep = summary.hasSeveralSteps
        self.groups = order.map { Group(jobs: members[$0] ?? [], bytes: $0.digest.end.bytes) }
    }

    /// Prints each group: a heading, then the output of one of its jobs, made safe for a terminal.
    ///
    /// - Throws: What `output` throws.
    public func print(
        to printer: Printer, reading output: StoredOutput, options: PrinterOptions
    ) async throws {
        for group in groups {
            await printer.print(
                report: heading(
                    of: group, columns: options.columns, usesColor: options.usesColor
                ).utf8)
            guard let job = group.jobs.first?.job else { continue }
            var text = JobText(tag: .none, keepsStyles: options.usesColor)
            var offset = SpoolOffset()
            while case let piece = try await output(job, offset), !piece.isEmpty {
                offset.advance(by: piece.count)
                var clean: [UInt8] = []
                text.append(piece, to: &clean)
                await printer.print(report: clean)
            }
            var rest: [UInt8] = []
            text.finish(to: &rest)
            await printer.print(report: rest)
        }
    }

    /// The line above a group's output, as wide as the terminal, then the reason where there is
    /// one: `--- web[01-40,42] (41): ok ------------`.
    package func heading(of group: Group, columns: Int?, usesColor: Bool) -> String {
        guard let first = group.jobs.first else { return "" }
        let columns = columns ?? 80
        let step = showsStep ? "/\(first.job.step)" : ""
        let count = group.jobs.count > 1 ? " (\(group.jobs.count.grouped))" : ""
        let hosts = "\(HostRanges(group.jobs.map(\.job.host.name)))\(step)\(count)"
        var status = first.statusWord
        var reason: String?
        switch first.end?.outcome {
        case .failed(let exit): status += ", " + DisplayText.line(exit.description)
        case let outcome: reason = outcome?.detail.map(DisplayText.line)
        }
        let nothing = group.bytes == 0 ? ", no output" : ""
        let used = 4 + hosts.count + 2 + status.count + nothing.count + 1
        let rule = String(repeating: "-", count: max(3, min(columns, 100) - used))
        func quiet(_ text: String) -> String { Ink.quiet.paint(text, usesColor: usesColor) }
        let line =
            quiet("--- ") + Ink.strong.paint(hosts, usesColor: usesColor) + ": "
            + first.statusInk.paint(status, usesColor: usesColor) + nothing + quiet(" \(rule)")
        let reasons = reason.map { DisplayText.wrap($0, to: columns) } ?? []
        return ([line] + reasons).joined(separator: "\n") + "\n"
    }

    private struct Key: Hashable {
        let step: StepID
        let status: Outcome
        let digest: OutputDigest.Value
    }
}
