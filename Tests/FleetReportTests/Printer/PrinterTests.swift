import FleetCore
import FleetReport
import Synchronization
import Testing

@Suite("The multiplexed printer", .timeLimit(.minutes(1)))
struct PrinterTests {
    private let jobs = ["web1", "web2", "database"].map { Sample.job($0) }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("tags the lines of all hosts to one width and never mixes them within a line")
    func multiplexes() async {
        let terminal = ModelTerminal()
        let printer = Printer(options: PrinterOptions(), output: terminal)
        await printer.record(Sample.started(jobs))
        await printer.print(bytes("one\nhalf a "), of: jobs[0], at: Sample.start)
        await printer.print(bytes("uno\n"), of: jobs[2], at: Sample.start)
        await printer.print(bytes("line\n"), of: jobs[0], at: Sample.start)
        await printer.print(bytes("last"), of: jobs[1], at: Sample.start)
        await printer.finish(at: Sample.start)
        #expect(
            await terminal.text == """
                web1     | one
                database | uno
                web1     | half a line
                web2     | last

                """)
    }

    @Test("prints a single log without tags, and as safe as with them")
    func omitsTags() async {
        let terminal = ModelTerminal()
        var options = PrinterOptions()
        options.showsTags = false
        let printer = Printer(options: options, output: terminal)
        await printer.print(bytes("one\n\n\u{1b}[2Jtwo"), of: jobs[0], at: Sample.start)
        await printer.finish(at: Sample.start)
        #expect(await terminal.text == "one\n\ntwo\n")
    }

    @Test("names the step where the run has several")
    func tagsSteps() async {
        let terminal = ModelTerminal()
        let printer = Printer(options: PrinterOptions(), output: terminal)
        let jobs = [Sample.job("web1", "patch"), Sample.job("web1", "reboot")]
        await printer.record(Sample.started(jobs))
        await printer.print(bytes("x\n"), of: jobs[0], at: Sample.start)
        await printer.print(bytes("y\n"), of: jobs[1], at: Sample.start)
        #expect(await terminal.text == "web1/patch  | x\nweb1/reboot | y\n")
    }

    @Test(
        "tells trouble and news of a host, behind what the host said before; every-day life with -v only"
    )
    func tellsEvents() async {
        for isVerbose in [false, true] {
            let terminal = ModelTerminal()
            var options = PrinterOptions()
            options.isVerbose = isVerbose
            let printer = Printer(options: options, output: terminal)
            await printer.record(Sample.started(jobs))
            await printer.record(Sample.event(jobs[0], .connected(BootIdentity("A"))))
            await printer.print(bytes("half"), of: jobs[0], at: Sample.start)
            await printer.record(
                Sample.event(jobs[0], .connectionLost("no answer\u{1b}[2J for 15s")))
            await printer.record(Sample.event(jobs[0], .reconnected(away: .seconds(75))))
            await printer.record(
                Sample.event(
                    jobs[0], .rebooted(before: BootIdentity("A"), after: BootIdentity("B"))))
            await printer.record(Sample.event(jobs[0], Sample.end(.rebooted, seconds: 90)))
            let everyday = isVerbose ? "web1     * connected\n" : ""
            #expect(
                await terminal.text == everyday + """
                    web1     | half
                    web1     ! connection lost: no answer for 15s
                    web1     * reconnected after 1m 15s
                    web1     ! ALERT rebooted: boot A is now B
                    web1     ! ended by a reboot after 1m 30s

                    """)
        }
    }

    @Test("shows part of a line after a quiet time, and marks what continues it")
    func showsQuietLines() async {
        let terminal = ModelTerminal()
        let printer = Printer(options: PrinterOptions(), output: terminal)
        await printer.record(Sample.started([jobs[0]]))
        await printer.print(bytes("Password: "), of: jobs[0], at: Sample.time(0))
        await printer.tick(at: Sample.time(499))
        #expect(await terminal.text.isEmpty)
        await printer.tick(at: Sample.time(500))
        #expect(await terminal.text == "web1 | Password: \n")
        await printer.print(bytes("ok\n"), of: jobs[0], at: Sample.time(600))
        #expect(await terminal.text == "web1 | Password: \nweb1 + ok\n")
    }

    @Test("holds no line for long because a clock was set back")
    func survivesClockSteps() async {
        let terminal = ModelTerminal()
        let printer = Printer(options: PrinterOptions(), output: terminal)
        await printer.record(Sample.started([jobs[0]]))
        await printer.print(bytes("x"), of: jobs[0], at: Sample.time(3_600_000))
        await printer.tick(at: Sample.time(0))
        #expect(await terminal.text == "web1 | x\n")
    }

    @Test("gathers what comes during a write into one write")
    func batches() async {
        let terminal = ModelTerminal(isStopped: true)
        let printer = Printer(options: PrinterOptions(), output: terminal)
        await printer.record(Sample.started(jobs))
        async let first: Void = printer.print(bytes("1\n"), of: jobs[0], at: Sample.start)
        await terminal.waitForWriter()
        for number in 2...50 {
            await printer.print(bytes("\(number)\n"), of: jobs[0], at: Sample.start)
        }
        await terminal.goOn()
        await first
        await printer.finish(at: Sample.start)
        #expect(await terminal.writes.count == 2)
        #expect(await terminal.text.split(separator: "\n").count == 50)
    }

    @Test("holds back those who bring output while the terminal is stopped, and loses nothing")
    func holdsBack() async {
        let terminal = ModelTerminal(isStopped: true)
        var options = PrinterOptions()
        options.mostPending = 1_000
        let printer = Printer(options: options, output: terminal)
        await printer.record(Sample.started(jobs))
        let printed = Tally()
        let line = bytes(String(repeating: "x", count: 99) + "\n")
        await withTaskGroup { group in
            for job in jobs {
                group.addTask {
                    for _ in 0..<100 {
                        await printer.print(line, of: job, at: Sample.start)
                        printed.add()
                    }
                }
            }
            await terminal.waitForWriter()
            // Whoever could still bring something has had their turns. Each turn is also one of all other tests'.
            for _ in 0..<100 { await Task.yield() }
            let inMemory = printed.count
            #expect(inMemory < 20, "\(inMemory) lines were taken by a stopped terminal")
            await terminal.goOn()
        }
        await printer.finish(at: Sample.start)
        #expect(await terminal.text.split(separator: "\n").count == 300)
        #expect(await terminal.writes.allSatisfy { $0.count < 1_500 })
    }

    @Test("stops printing when nobody reads any more, says so once, and holds nobody back")
    func survivesClosedPipe() async {
        let terminal = ModelTerminal(writesUntilClosed: 1)
        let told = Mutex<[PrinterError]>([])
        var options = PrinterOptions()
        options.mostPending = 10
        let printer = Printer(options: options, output: terminal) { error in
            told.withLock { $0.append(error) }
        }
        await printer.record(Sample.started([jobs[0]]))
        for _ in 0..<100 {
            await printer.print(bytes("a line of output\n"), of: jobs[0], at: Sample.start)
        }
        await printer.record(Sample.event(jobs[0], Sample.end(.ok)))
        await printer.finish(at: Sample.start)
        #expect(told.withLock { $0 }.map(\.code) == [.closed])
        #expect(await terminal.text == "web1 | a line of output\n")
        #expect(await printer.summary[jobs[0]]?.end?.outcome == .ok)
    }

    @Test("prints one JSON object for each event and each line")
    func printsJSON() async {
        let terminal = ModelTerminal()
        var options = PrinterOptions()
        options.mode = .json
        let printer = Printer(options: options, output: terminal)
        await printer.record(Sample.event(jobs[0], .notice("a\u{9b}\u{7f}b")))
        await printer.print(bytes("hello\n"), of: jobs[0], at: Sample.start)
        #expect(
            await terminal.text == #"""
                {"event":"notice","host":"web1","message":"a\u009b\u007fb","step":"patch","time":"2026-11-25T09:11:16.000Z"}
                {"time":"2026-11-25T09:11:16.000Z","event":"output","host":"web1","step":"patch","text":"hello"}

                """#)
    }

    @Test(
        "is silent where the summary is all that is wanted",
        arguments: [OutputMode.quiet, .grouped])
    func isSilent(mode: OutputMode) async {
        let terminal = ModelTerminal()
        var options = PrinterOptions()
        options.mode = mode
        let printer = Printer(options: options, output: terminal)
        await printer.record(Sample.started(jobs))
        await printer.print(bytes("hello\n"), of: jobs[0], at: Sample.start)
        await printer.record(Sample.event(jobs[0], Sample.end(Sample.exit(3))))
        await printer.finish(at: Sample.start)
        let shown = mode == .quiet ? "" : "web1     ! failed: exit 3 after 1.0s\n"
        #expect(await terminal.text == shown)
    }
}

/// Counts from several tasks at once.
private final class Tally: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    func add() { number.withLock { $0 += 1 } }
}
