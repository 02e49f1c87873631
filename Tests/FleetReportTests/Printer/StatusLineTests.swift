import FleetCore
import FleetReport
import Testing

@Suite("The status line", .timeLimit(.minutes(1)))
struct StatusLineTests {
    private let jobs = ["web1", "web2", "web3"].map { Sample.job($0) }

    private func printer(_ terminal: ModelTerminal, columns: Int = 80) -> Printer {
        var options = PrinterOptions()
        options.showsStatus = true
        options.columns = columns
        return Printer(options: options, output: terminal)
    }

    @Test("tells how the run stands, below the output, and is erased before anything is printed")
    func staysBelow() async {
        let terminal = ModelTerminal()
        let printer = printer(terminal)
        await printer.record(Sample.started(jobs))
        await printer.record(Sample.event(jobs[0], .connecting(attempt: 1)))
        await printer.tick(at: Sample.time(1_900))
        #expect(await terminal.text == "0/3 done  1 running  2 waiting  1s")
        await printer.print(Array("hello\n".utf8), of: jobs[0], at: Sample.time(1_950))
        #expect(
            await terminal.writes.last.map(visible)
                == "^M^[[Kweb1 | hello\n0/3 done  1 running  2 waiting  1s")
    }

    @Test("is drawn again only when it has changed")
    func isCalm() async {
        let terminal = ModelTerminal()
        let printer = printer(terminal)
        await printer.record(Sample.started(jobs))
        for milliseconds in stride(from: Int64(1_000), to: 2_000, by: 100) {
            await printer.tick(at: Sample.time(milliseconds))
        }
        #expect(await terminal.writes.count == 1)
        await printer.tick(at: Sample.time(2_000))
        #expect(await terminal.writes.last.map(visible) == "^M^[[K0/3 done  3 waiting  2s")
    }

    @Test("counts failures, losses and what is done")
    func counts() async {
        let terminal = ModelTerminal()
        let printer = printer(terminal)
        await printer.record(Sample.started(jobs))
        await printer.record(Sample.event(jobs[0], Sample.end(.ok)))
        await printer.record(Sample.event(jobs[1], Sample.end(Sample.exit(1))))
        await printer.record(Sample.event(jobs[2], .connectionLost("reset")))
        await printer.tick(at: Sample.time(65_000))
        #expect(
            await terminal.text.hasSuffix("2/3 done  1 failed  1 reconnecting  1m 05s"))
    }

    @Test("fits the terminal, also after a change of its width")
    func fits() async {
        let terminal = ModelTerminal()
        let printer = printer(terminal, columns: 20)
        await printer.record(Sample.started(jobs))
        await printer.tick(at: Sample.time(0))
        #expect(await terminal.text == "0/3 done  3 waiting".prefix(16) + "...")
        await printer.resize(columns: 12)
        await printer.tick(at: Sample.time(1_000))
        #expect(await terminal.writes.last.map(visible) == "^M^[[K0/3 done...")
    }

    @Test("is gone at the end")
    func vanishes() async {
        let terminal = ModelTerminal()
        let printer = printer(terminal)
        await printer.record(Sample.started(jobs))
        await printer.tick(at: Sample.time(0))
        await printer.finish(at: Sample.time(10))
        #expect(await terminal.writes.last.map(visible) == "^M^[[K")
        await printer.print(report: Array("summary\n".utf8))
        #expect(await terminal.writes.last.map(visible) == "summary\n")
        await printer.tick(at: Sample.time(1_000))
        #expect(await terminal.writes.count == 3)
    }
}
