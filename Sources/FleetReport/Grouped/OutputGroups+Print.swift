public import FleetCore

extension OutputGroups {
    /// The most bytes of an output of which the lines are compared with those of another.
    private static let mostCompared = 65_536

    /// Prints each group: a heading, then the output of one of its jobs, made safe for a terminal; or, where that is
    /// almost the output of the step's largest group, the lines that differ.
    ///
    /// - Throws: What `output` throws.
    public func print(
        to printer: Printer, reading output: StoredOutput, options: PrinterOptions
    ) async throws {
        var largest: (step: StepID, host: HostID, lines: [String]?)?
        for (number, group) in groups.enumerated() {
            guard let job = group.jobs.first?.job else { continue }
            let lines = try await comparedLines(of: group, reading: output)
            var difference: OutputDifference?
            if let largest, largest.step == job.step, let own = lines, let other = largest.lines {
                difference = OutputDifference(of: own, from: other)
            } else if largest?.step != job.step {
                largest = (job.step, job.host, lines)
            }
            let likeness = difference.map { difference in
                "as \(largest?.host.name ?? "") but for \(difference.count.counted("line"))"
            }
            let heading = GroupHeading(group, showsStep: showsStep, likeness: likeness)
            await printer.print(
                report: opening(heading, number: number + 1, options: options).utf8)
            if let difference {
                await printer.print(report: OutputGroups.text(of: difference, options).utf8)
            } else {
                try await printOutput(of: job, to: printer, reading: output, options: options)
            }
            await printer.print(report: options.folds.closing(number: number + 1, at: time).utf8)
        }
    }

    /// The lines above a group's output.
    package func heading(of group: Group, columns: Int?, usesColor: Bool) -> String {
        GroupHeading(group, showsStep: showsStep, likeness: nil)
            .text(columns: columns, usesColor: usesColor)
    }

    /// The heading, and the mark of a part that can be folded away, which has the heading as its title.
    private func opening(
        _ heading: GroupHeading, number: Int, options: PrinterOptions
    ) -> String {
        options.folds.opening(heading.title, number: number, at: time)
            + heading.text(columns: options.columns, usesColor: options.usesColor)
    }

    /// The lines of a group's output, unless it is too long to be compared.
    private func comparedLines(
        of group: Group, reading output: StoredOutput
    ) async throws -> [String]? {
        guard let job = group.jobs.first?.job, group.bytes > 0,
            group.bytes <= UInt64(OutputGroups.mostCompared)
        else { return nil }
        let limits = LogTail.Limits(lines: .max, bytes: OutputGroups.mostCompared)
        return try await LogTail(of: job, size: group.bytes, limits: limits, reading: output).lines
    }

    private func printOutput(
        of job: JobID, to printer: Printer, reading output: StoredOutput, options: PrinterOptions
    ) async throws {
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

    private static func text(of difference: OutputDifference, _ options: PrinterOptions) -> String {
        difference.lines.map { line in
            switch line {
            case .missing(let text): Ink.bad.paint("- \(text)", usesColor: options.usesColor) + "\n"
            case .own(let text): Ink.good.paint("+ \(text)", usesColor: options.usesColor) + "\n"
            }
        }.joined()
    }
}
