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
        await printer.tick(at: Sample.time(2_150))
        #expect(await terminal.writes.last.map(visible) == "^M^[[K0/3 done  3 waiting  2s")
    }

    @Test("counts failures, losses and what is done")
    func counts() async {
        let terminal = ModelTerminal()
        let printer = printer(terminal)
        await printer.record(Sample.started(jobs))
        await printer.record(Sample.event(jobs[0], Sample.end(.ok)))
        await printer.record(Sample.event(jobs[1], Sample.end(Sample.exit(1))))
        await printer.record(Sample.event(jobs[2], .connectionLost("reset"), after: 60_000))
        await printer.tick(at: Sample.time(65_000))
        #expect(
            await terminal.text.hasSuffix("2/3 done  1 failed  1 reconnecting  1m 05s"))
    }

    @Test(
        "has room at any width, and leaves out first what matters least",
        arguments: [
            (
                200,
                "1/9 done  1 failed  3 running  2 reconnecting (web3 for 42s, next try in 8s)  3 waiting  1.2 kB/s  1m 05s"
            ),
            (
                100,
                "1/9 done  1 failed  3 running  2 reconnecting (web3 for 42s)  3 waiting  1.2 kB/s  1m 05s"
            ),
            (80, "1/9 done  1 failed  3 running  2 reconnecting  3 waiting  1.2 kB/s  1m 05s"),
            (74, "1/9 done  1 failed  3 running  2 reconnecting  3 waiting  1m 05s"),
            (60, "1/9 done  1 failed  3 running  2 reconnecting  1m 05s"),
            (44, "1/9 done  1 failed  2 reconnecting  1m 05s"),
            (40, "1/9 done  1 failed  3 running  1m 05s"), (30, "1/9 done  1 failed  1m 05s"),
            (20, "1/9 done  1 failed"), (12, "1/9 done"), (8, "1/9 ..."), (1, ""),
        ])
    func fits(columns: Int, expected: String) throws {
        let jobs = (1...9).map { Sample.job("web\($0)") }
        let summary = RunSummary([
            Sample.started(jobs), Sample.event(jobs[0], Sample.end(Sample.exit(1))),
            Sample.event(jobs[1], .connectionLost("reset"), after: 24_000),
            Sample.event(jobs[2], .connectionLost("reset"), after: 23_000),
            Sample.event(
                jobs[2], .reconnecting(after: .seconds(13), reason: "refused"), after: 60_000),
            Sample.event(jobs[3], .started(attempt: 1)),
            Sample.event(jobs[4], .started(attempt: 1)),
            Sample.event(jobs[5], .started(attempt: 1)),
        ])
        var moment = try #require(RunMoment(summary, at: Sample.time(65_000)))
        moment.rate = 1_234
        let text = StatusLine(moment, columns: columns).text
        #expect(text == expected)
        #expect(text.count < max(2, columns))
    }

    @Test("says why nothing seems to happen: who connects for long, or that nobody prints anything")
    func explains() throws {
        var summary = RunSummary([Sample.started(jobs)])
        summary.record(Sample.event(jobs[0], .started(attempt: 1)))
        var moment = try #require(RunMoment(summary, at: Sample.time(95_000)))
        moment.silence = .seconds(90)
        #expect(
            StatusLine(moment, columns: 80).text
                == "0/3 done  1 running (no output for 1m 30s)  2 waiting  1m 35s")
        summary.record(Sample.event(jobs[1], .connecting(attempt: 1), after: 80_000))
        moment = try #require(RunMoment(summary, at: Sample.time(95_000)))
        #expect(
            StatusLine(moment, columns: 80).text
                == "0/3 done  2 running (web2 connecting for 15s)  1 waiting  1m 35s")
    }

    @Test("tells how much output comes, over the last seconds")
    func rate() async {
        let terminal = ModelTerminal()
        let printer = printer(terminal)
        await printer.record(Sample.started(jobs))
        for second in 1...20 {
            let now = Sample.time(Int64(second) * 1_000)
            // The first seconds are long past at the end.
            let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: second < 10 ? 90_000 : 1_999)
            await printer.print(bytes + [UInt8(ascii: "\n")], of: jobs[0], at: now)
            await printer.tick(at: now)
        }
        #expect(await terminal.text.hasSuffix("0/3 done  3 waiting  2.0 kB/s  20s"))
    }

    @Test("is drawn anew at once on a terminal that became narrower, which has folded it")
    func isFolded() async {
        let terminal = ModelTerminal()
        let printer = printer(terminal, columns: 80)
        await printer.record(Sample.started(jobs))
        await printer.record(Sample.event(jobs[0], .connectionLost("reset")))
        await printer.tick(at: Sample.time(0))
        #expect(await terminal.text.hasSuffix("0/3 done  1 reconnecting  2 waiting  0s"))
        await printer.resize(columns: 20)
        await printer.tick(at: Sample.time(1))
        #expect(await terminal.writes.last.map(visible) == "^M^[[1A^[[J0/3 done  0s")
        await printer.resize(columns: 80)
        await printer.tick(at: Sample.time(2))
        #expect(
            await terminal.writes.last.map(visible)
                == "^M^[[K0/3 done  1 reconnecting  2 waiting  0s")
    }

    @Test("leaves the rows above it alone on a terminal that cuts lines instead")
    func isCut() async {
        let terminal = ModelTerminal()
        var options = PrinterOptions()
        options.showsStatus = true
        options.foldsLines = false
        let printer = Printer(options: options, output: terminal)
        await printer.record(Sample.started(jobs))
        await printer.tick(at: Sample.time(0))
        await printer.resize(columns: 10)
        await printer.tick(at: Sample.time(1))
        #expect(await terminal.writes.last.map(visible) == "^M^[[K0/3 done")
    }

    @Test("is not drawn on a link that takes more slowly than output comes, until it has caught up")
    func givesWay() async {
        let terminal = ModelTerminal()
        let printer = printer(terminal)
        await printer.record(Sample.started(jobs))
        await printer.tick(at: Sample.time(0))
        #expect(await terminal.text == "0/3 done  3 waiting  0s")
        await terminal.stop()
        async let first: Void = printer.print(Array("1\n".utf8), of: jobs[0], at: Sample.time(10))
        await terminal.waitForWriter()
        for milliseconds in [1_000, 2_000, 3_000] as [Int64] {
            await printer.tick(at: Sample.time(milliseconds))
        }
        await printer.print(Array("2\n".utf8), of: jobs[0], at: Sample.time(3_000))
        await terminal.goOn()
        await first
        #expect(await terminal.writes.last.map(visible) == "^M^[[Kweb1 | 2\n")
        await printer.tick(at: Sample.time(4_000))
        #expect(await terminal.writes.last.map(visible) == "0/3 done  3 waiting  4s")
    }

    @Test("changes no more than four times a second, however much happens")
    func isRateLimited() async {
        let terminal = ModelTerminal()
        let printer = printer(terminal)
        let jobs = (1...100).map { Sample.job("web\($0)") }
        await printer.record(Sample.started(jobs))
        for (number, job) in jobs.enumerated() {
            await printer.record(Sample.event(job, Sample.end(.ok)))
            await printer.tick(at: Sample.time(Int64(number) * 10))
        }
        #expect(await terminal.writes.count == 4)
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
