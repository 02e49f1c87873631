import FleetCore
import FleetReport
import Testing

@Suite("Long waits", .timeLimit(.minutes(1)))
struct WaitNoticesTests {
    private let jobs = ["db1", "db2", "web1"].map { Sample.job($0) }

    private func printer(_ terminal: ModelTerminal, mode: OutputMode = .lines) -> Printer {
        var options = PrinterOptions()
        options.mode = mode
        return Printer(options: options, output: terminal)
    }

    /// Lets the time pass, as the program does, and gives what was printed, with the second before each line.
    private func told(
        _ printer: Printer, on terminal: ModelTerminal, seconds: ClosedRange<Int64>
    ) async -> [String] {
        var told: [String] = []
        for second in seconds {
            let count = await terminal.writes.count
            await printer.tick(at: Sample.time(second * 1_000))
            for write in await terminal.writes.dropFirst(count) {
                told += visible(write).split(separator: "\n").map { "\(second): \($0)" }
            }
        }
        return told
    }

    @Test(
        "for a connection are explained after half a minute, then ever more seldom, all hosts in one line"
    )
    func reconnecting() async {
        let terminal = ModelTerminal()
        let printer = printer(terminal)
        await printer.record(Sample.started(jobs))
        await printer.record(Sample.event(jobs[0], .connectionLost("reset"), after: 1_000))
        await printer.record(Sample.event(jobs[1], .connectionLost("reset"), after: 3_000))
        for job in jobs.prefix(2) {
            await printer.record(
                Sample.event(
                    job, .reconnecting(after: .seconds(500), reason: "port 22 refuses"),
                    after: 4_000))
        }
        let lines = await told(printer, on: terminal, seconds: 5...200)
        let waits = lines.filter { $0.contains("reconnecting for") }
        #expect(
            waits == [
                "31: db[1-2] (2) ! reconnecting for up to 30s, next try in 7m 53s: port 22 refuses",
                "61: db[1-2] (2) ! reconnecting for up to 1m 00s, next try in 7m 23s: port 22 refuses",
                "121: db[1-2] (2) ! reconnecting for up to 2m 00s, next try in 6m 23s: port 22 refuses",
            ])
    }

    @Test("end with the connection, and the next begins anew")
    func endsWithConnection() async {
        let terminal = ModelTerminal()
        let printer = printer(terminal)
        await printer.record(Sample.started(jobs))
        await printer.record(Sample.event(jobs[0], .connectionLost("reset"), after: 1_000))
        #expect(await told(printer, on: terminal, seconds: 2...31).count == 1)
        await printer.record(
            Sample.event(jobs[0], .reconnected(away: .seconds(31)), after: 32_000))
        #expect(await told(printer, on: terminal, seconds: 33...90).isEmpty)
        await printer.record(Sample.event(jobs[0], .connectionLost("reset"), after: 91_000))
        #expect(
            await told(printer, on: terminal, seconds: 92...121)
                == ["121: db1  ! reconnecting for 30s, trying now: reset"])
    }

    @Test("for a first connection are explained too")
    func connecting() async {
        let terminal = ModelTerminal()
        let printer = printer(terminal)
        await printer.record(Sample.started(jobs))
        await printer.record(Sample.event(jobs[2], .connecting(attempt: 1), after: 1_000))
        #expect(
            await told(printer, on: terminal, seconds: 2...31)
                == ["31: web1 ! connecting for 30s"])
    }

    @Test(
        "of a run in which nothing is printed are broken where there is no status line, five minutes at most apart"
    )
    func standing() async {
        let terminal = ModelTerminal()
        let printer = printer(terminal)
        await printer.record(Sample.started(jobs))
        await printer.record(Sample.event(jobs[0], .started(attempt: 1)))
        await printer.print(Array("begun\n".utf8), of: jobs[0], at: Sample.time(0))
        let lines = await told(printer, on: terminal, seconds: 0...1_100)
        #expect(
            lines == [
                "60: 0/3 done  1 running (no output for 1m 00s)  2 waiting  1m 00s",
                "180: 0/3 done  1 running (no output for 3m 00s)  2 waiting  3m 00s",
                "420: 0/3 done  1 running (no output for 7m 00s)  2 waiting  7m 00s",
                "720: 0/3 done  1 running (no output for 12m 00s)  2 waiting  12m 00s",
                "1020: 0/3 done  1 running (no output for 17m 00s)  2 waiting  17m 00s",
            ])
        await printer.print(Array("more\n".utf8), of: jobs[0], at: Sample.time(1_101_000))
        #expect(
            await told(printer, on: terminal, seconds: 1_102...1_162).map { $0.prefix(14) }
                == ["1162: 0/3 done"])
    }

    @Test(
        "are no lines for programs, and none where only the summary is wanted",
        arguments: [
            OutputMode.json, .quiet,
        ])
    func saysNothing(mode: OutputMode) async {
        let terminal = ModelTerminal()
        let printer = printer(terminal, mode: mode)
        await printer.record(Sample.started(jobs))
        await printer.record(Sample.event(jobs[0], .connectionLost("reset"), after: 1_000))
        #expect(await told(printer, on: terminal, seconds: 1...300).isEmpty)
    }

    @Test("say once what each attempt says again")
    func attemptsAreQuiet() async {
        let terminal = ModelTerminal()
        let printer = printer(terminal)
        await printer.record(Sample.started(jobs))
        await printer.record(Sample.event(jobs[0], .connectionLost("reset")))
        for reason in ["reset", "refused", "refused", "no route", "no route"] {
            await printer.record(
                Sample.event(jobs[0], .reconnecting(after: .seconds(2), reason: reason)))
        }
        #expect(
            await terminal.text == """
                db1  ! connection lost: reset
                db1  ! reconnecting in 2.0s: refused
                db1  ! reconnecting in 2.0s: no route

                """)
    }
}
