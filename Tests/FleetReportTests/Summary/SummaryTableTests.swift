import FleetCore
import FleetReport
import Testing

@Suite("The summary table at 80 columns")
struct SummaryTableTests {
    private func run(_ jobs: [JobID], _ events: [RunEvent], milliseconds: Int64 = 12_400)
        -> RunSummary
    {
        RunSummary(
            [Sample.started(jobs)] + events
                + [RunEvent(at: Sample.time(milliseconds), .runEnded)])
    }

    @Test("is short where all went well")
    func allWell() {
        let jobs = ["web1", "web2"].map { Sample.job($0) }
        let summary = run(jobs, jobs.map { Sample.event($0, Sample.end(.ok, seconds: 0.8)) })
        #expect(
            SummaryTable(summary).text == """
                host  status  exit  time  lines
                web1  ok         0  0.8s     20
                web2  ok         0  0.8s     20

                2 hosts in 12s: 2 ok
                40 lines of output, 800 B

                """)
    }

    @Test("shows trouble first, then why, and what to do next")
    func troubleFirst() {
        let jobs = ["web1", "web2", "web3", "web4", "db1"].map { Sample.job($0) }
        let boots = (
            BootIdentity("6b0f8a50-2bb5-4a9b-9c86-3b4ad0f4b8aa"),
            BootIdentity("0d2be47c-77ab-4f6c-8c52-17a1e3a1b901")
        )
        let why =
            "connection refused by 192.0.2.3 port 2299; is sshd running there, and is this the right port?"
        let summary = run(
            jobs,
            [
                Sample.event(jobs[0], .reconnected(away: .seconds(9))),
                Sample.event(jobs[0], Sample.end(.ok, seconds: 192)),
                Sample.event(jobs[1], Sample.end(Sample.signal("KILL"), lines: 12_345)),
                Sample.event(
                    jobs[2],
                    Sample.end(.unreachable(Unreachable(.tcp, why)), bytes: 0, lines: 0)),
                Sample.event(jobs[3], .rebooted(before: boots.0, after: boots.1)),
                Sample.event(jobs[3], Sample.end(.rebooted, seconds: 3_900)),
                Sample.event(jobs[4], Sample.end(.failed(.noInterpreter("/bin/bash\r")))),
            ])
        var options = SummaryTable.Options()
        options.logs = "~/.local/state/flotilla/runs/20261125-091116-abcd/hosts"
        options.hints = [
            SummaryHint(command: "flotilla logs last web2", purpose: "what it printed"),
            SummaryHint(command: "flotilla retry last", purpose: "run again what did not succeed"),
        ]
        #expect(
            SummaryTable(summary, options: options).text == """
                host  status          exit  reboots  reconnects    time   lines
                web3  unreachable        -        -           -    1.0s       0
                web2  failed       SIGKILL        -           -    1.0s  12,345
                db1   failed             -        -           -    1.0s      20
                web4  rebooted           -        1           -  1h 05m      20
                web1  ok                 0        -           1  3m 12s      20

                web3  unreachable (tcp): connection refused by 192.0.2.3 port 2299; is sshd
                      running there, and is this the right port?
                db1   no interpreter /bin/bash^M; the script has CRLF line ends
                web4  the machine rebooted: boot 6b0f8a50 is now 0d2be47c

                5 hosts in 12s: 1 ok, 2 failed, 1 rebooted, 1 unreachable
                1 reboot, 1 reconnect, 12,405 lines of output, 1.6 kB
                logs in ~/.local/state/flotilla/runs/20261125-091116-abcd/hosts

                flotilla logs last web2  # what it printed
                flotilla retry last      # run again what did not succeed

                """)
    }

    @Test("names steps where there are several, and logs where there is room")
    func stepsAndLogs() {
        let jobs = [Sample.job("web1", "patch"), Sample.job("web1", "check")]
        let summary = run(
            jobs,
            [
                Sample.event(jobs[0], Sample.end(.ok)),
                Sample.event(
                    jobs[1],
                    Sample.end(
                        .skipped("the step 'patch' failed on too many hosts"), seconds: 0, bytes: 0,
                        lines: 0)),
            ])
        var options = SummaryTable.Options()
        options.log = { "hosts/\($0.host)/\($0.step).log" }
        #expect(
            SummaryTable(summary, options: options).text == """
                host  step   status   exit  time  lines  log
                web1  check  skipped     -     -      0  -
                web1  patch  ok          0  1.0s     20  hosts/web1/patch.log

                web1/check  skipped: the step 'patch' failed on too many hosts

                2 jobs on 1 host in 12s: 1 ok, 1 skipped
                20 lines of output, 400 B

                """)
        options.columns = 60
        #expect(!SummaryTable(summary, options: options).text.contains("log\n"))
    }

    @Test("folds the hosts of a large fleet that had the same to tell, and fits")
    func foldsFleets() {
        let jobs = (1...200).map {
            Sample.job("web\($0 < 10 ? "00" : $0 < 100 ? "0" : "")\($0).dc1.example.com")
        }
        let summary = run(
            jobs,
            jobs.enumerated().map { index, job in
                let outcome: Outcome =
                    index % 7 == 3
                    ? .unreachable(Unreachable(.dns, "the name has no address"))
                    : index == 100 ? Sample.exit(100) : .ok
                return Sample.event(job, Sample.end(outcome, seconds: Double(index) / 10))
            })
        let text = SummaryTable(summary).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let expected = """
            host                                              status       exit  time  lines
            web[004,011,018,025,032,039,046,053,060,... (29)  unreachable     -   20s    580
            web101.dc1.example.com                            failed        100   10s     20
            web[001-003,005-010,012-017,019-024,026... (170)  ok              0   20s  3,400

            """
        #expect(text.hasPrefix(expected))
        #expect(lines.allSatisfy { $0.count <= 80 })
        // Who is in trouble is said in full.
        let names = text.replacing("\n", with: " ")
        #expect(names.contains("193, 200].dc1.example.com"))
    }

    @Test("keeps the words near the names on a wide terminal, and names all that are in trouble")
    func wide() {
        let jobs = (1...200).map { Sample.job("web\($0)-\($0 % 2)") }
        let failing = Set(jobs.enumerated().filter { $0.offset % 9 == 4 }.map(\.element))
        let summary = run(
            jobs,
            jobs.map { Sample.event($0, Sample.end(failing.contains($0) ? Sample.exit(2) : .ok)) })
        var options = SummaryTable.Options()
        options.columns = 300
        let lines = SummaryTable(summary, options: options).text.split(separator: "\n")
        let all = HostRanges(failing.map(\.host.name)).count
        #expect(lines[1].contains(" (\(all))  failed"))
        #expect(!lines[1].contains("..."))
        #expect(lines[2].prefix { $0 != "(" }.count <= 48)
        #expect(lines[2].contains("... (\(200 - all)) "))
    }

    @Test("shows a run that has not ended as far as it went")
    func unfinished() {
        let jobs = ["web1", "web2"].map { Sample.job($0) }
        let summary = RunSummary([
            Sample.started(jobs), Sample.event(jobs[0], .connectionLost("reset"), after: 500),
        ])
        #expect(
            SummaryTable(summary).text == """
                host  status        exit  time  lines
                web1  reconnecting     -     -      0
                web2  waiting          -     -      0

                2 hosts in 0.5s: 1 reconnecting, 1 waiting
                0 lines of output, 0 B
                the run has not ended, as far as its record tells

                """)
    }

    @Test("is empty for a run of nothing")
    func nothing() { #expect(SummaryTable(RunSummary()).text.isEmpty) }

    @Test("colours words without moving a column, and passes nothing on that a terminal obeys")
    func colors() {
        let job = Sample.job("web1")
        let summary = run(
            [job], [Sample.event(job, Sample.end(.lost("\u{1b}]0;pwned\u{7}gone\u{1b}[2J")))])
        var options = SummaryTable.Options()
        options.usesColor = true
        let colored = Array(SummaryTable(summary, options: options).text.utf8)
        #expect(danger(in: colored) == nil)
        #expect(
            String(decoding: clean([colored], keepsStyles: false), as: UTF8.self)
                == SummaryTable(summary).text)
        #expect(visible(colored).contains("^[[1;31mlost^[[0m"))
    }
}
