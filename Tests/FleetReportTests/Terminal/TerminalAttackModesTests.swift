import FleetCore
import FleetReport
import TestSupport
import Testing

@Suite("A host that attacks the terminal")
struct TerminalAttackModesTests {
    @Test("reaches it by its output in no mode", arguments: TerminalAttack.all)
    func output(attack: TerminalAttack) {
        for (options, what) in Self.options {
            let shown = Self.shown(options) { renderer, batch in
                let start = Sample.start
                for piece in [attack.output.prefix(2), attack.output.dropFirst(2)] {
                    renderer.output(piece, of: Self.jobs[0], at: start, to: &batch)
                }
                renderer.output(
                    attack.output, of: Self.jobs[1], from: .standardError, at: start, to: &batch)
                renderer.showQuietLines(at: Sample.time(9_000), to: &batch)
            }
            #expect(Self.danger(in: shown, options) == nil, "\(what)")
        }
    }

    @Test("reaches it by none of the texts that it has in events", arguments: TerminalAttack.all)
    func events(attack: TerminalAttack) {
        let text = String(decoding: attack.output, as: UTF8.self)
        for (options, what) in Self.options {
            let shown = Self.shown(options) { renderer, batch in
                for event in Self.events(text) { renderer.record(event, to: &batch) }
            }
            #expect(Self.danger(in: shown, options) == nil, "\(what)")
        }
    }

    @Test("reaches it by no reason in the summary", arguments: TerminalAttack.all)
    func summary(attack: TerminalAttack) async throws {
        let text = String(decoding: attack.output, as: UTF8.self)
        let summary = RunSummary([Sample.started(Self.jobs)] + Self.events(text))
        var options = SummaryTable.Options()
        for usesColor in [false, true] {
            options.usesColor = usesColor
            #expect(
                FleetReportTests.danger(
                    in: Array(SummaryTable(summary, options: options).text.utf8)) == nil)
        }
        let groups = try await OutputGroups(of: summary) { _, _ in [] }
        for group in groups.groups {
            let heading = groups.heading(of: group, columns: 80, usesColor: true)
            #expect(FleetReportTests.danger(in: Array(heading.utf8)) == nil)
        }
    }

    private static let jobs = [Sample.job("web1"), Sample.job("web2")]

    /// Each way to show a run, with and without colours and everyday events.
    private static let options: [(PrinterOptions, String)] = [
        OutputMode.lines, .grouped, .quiet, .json,
    ].flatMap { mode in
        [false, true].map { isColourful in
            var options = PrinterOptions()
            options.mode = mode
            options.usesColor = isColourful
            options.isVerbose = isColourful
            options.columns = isColourful ? 60 : nil
            return (options, "\(mode), \(isColourful ? "with" : "without") colours")
        }
    }

    private static func shown(
        _ options: PrinterOptions, _ happen: (inout RunRenderer, inout [UInt8]) -> Void
    ) -> [UInt8] {
        var renderer = RunRenderer(options: options)
        var batch: [UInt8] = []
        renderer.record(Sample.started(jobs), to: &batch)
        happen(&renderer, &batch)
        renderer.finish(at: Sample.time(10_000), to: &batch)
        return batch
    }

    /// All events in which words of a host, or of a file on it, may stand.
    private static func events(_ text: String) -> [RunEvent] {
        let file = FileCopy(path: text, bytes: 1, verification: text)
        let happened: [JobEvent] = [
            .connected(BootIdentity(text)), .connectionLost(text), .notice(text), .pushed(file),
            .reconnecting(after: .seconds(1), reason: text), .fetched(file), .skippedEqual(file),
            .startingAgain(attempt: 2, reason: text),
            .rebooted(before: BootIdentity(text), after: BootIdentity("B")),
        ]
        let ends: [Outcome] = [
            .failed(.noInterpreter(text)), .lost(text), .skipped(text), .failed(.refused(text)),
            .unreachable(Unreachable(.hostKey, text)),
        ]
        return happened.map { Sample.event(jobs[0], $0) }
            + ends.flatMap { end in jobs.map { Sample.event($0, Sample.end(end)) } }
    }

    /// JSON may hold any text, as long as no byte of it is a control.
    private static func danger(in bytes: [UInt8], _ options: PrinterOptions) -> String? {
        guard options.mode == .json else { return FleetReportTests.danger(in: bytes) }
        guard let text = String(validating: bytes, as: UTF8.self) else { return "no UTF-8" }
        let isControl = text.unicodeScalars.contains {
            $0.value < 0x20 && $0 != "\n" || 0x7f...0x9f ~= $0.value
        }
        return isControl ? "a control character" : nil
    }
}
