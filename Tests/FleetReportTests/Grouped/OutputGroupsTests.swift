import FleetCore
import FleetReport
import Testing

@Suite("Hosts with identical output")
struct OutputGroupsTests {
    /// Stored output that is given in pieces of `size` bytes.
    private func store(_ outputs: [JobID: String], inPiecesOf size: Int) -> StoredOutput {
        { job, offset in
            Array((outputs[job] ?? "").utf8.dropFirst(Int(offset.bytes)).prefix(size))
        }
    }

    private func summary(_ jobs: [JobID], failing: Set<JobID> = []) -> RunSummary {
        RunSummary(
            [Sample.started(jobs)]
                + jobs.map {
                    Sample.event($0, Sample.end(failing.contains($0) ? Sample.exit(3) : .ok))
                })
    }

    @Test(
        "are folded into one block, whatever the size of the pieces",
        arguments: [1, 7, 4_096, 100_000])
    func folds(size: Int) async throws {
        let jobs = (1...5).map { Sample.job("web\($0)") }
        let long = String(repeating: "a line of output\n", count: 600)
        let outputs = [
            jobs[0]: long, jobs[1]: long + "x", jobs[2]: long, jobs[3]: "", jobs[4]: long,
        ]
        let groups = try await OutputGroups(
            of: summary(jobs), reading: store(outputs, inPiecesOf: size))
        #expect(
            groups.groups.map { $0.jobs.map(\.job) }
                == [[jobs[0], jobs[2], jobs[4]], [jobs[1]], [jobs[3]]])
        #expect(groups.groups.map(\.bytes) == [10_200, 10_201, 0])
    }

    @Test("are kept apart by how they ended")
    func keepsOutcomes() async throws {
        let jobs = (1...3).map { Sample.job("web\($0)") }
        let groups = try await OutputGroups(
            of: summary(jobs, failing: [jobs[1]]), reading: store([:], inPiecesOf: 10))
        #expect(groups.groups.map { $0.jobs.map(\.job) } == [[jobs[0], jobs[2]], [jobs[1]]])
    }

    @Test("are printed once, under their names, made safe for a terminal")
    func prints() async throws {
        let jobs = ["web01", "web02", "db1"].map { Sample.job($0) }
        let outputs = [
            jobs[0]: "one\n\u{1b}[2Jtwo", jobs[1]: "one\n\u{1b}[2Jtwo", jobs[2]: "uno\n",
        ]
        let stored = store(outputs, inPiecesOf: 3)
        let terminal = ModelTerminal()
        var options = PrinterOptions()
        options.mode = .grouped
        options.columns = 40
        let printer = Printer(options: options, output: terminal)
        let groups = try await OutputGroups(of: summary(jobs, failing: [jobs[2]]), reading: stored)
        try await groups.print(to: printer, reading: stored, options: options)
        await printer.finish(at: Sample.start)
        #expect(
            await terminal.text == """
                --- web[01-02] (2): ok -----------------
                one
                two
                --- db1: failed, exit 3 ----------------
                uno

                """)
    }

    private func printed(
        _ outputs: [(String, String)], failing: Set<String> = [], folds: FoldMarks = .none
    ) async throws -> String {
        let jobs = outputs.map { Sample.job($0.0) }
        let stored = store(
            Dictionary(uniqueKeysWithValues: zip(jobs, outputs.map(\.1))), inPiecesOf: 100)
        let terminal = ModelTerminal()
        var options = PrinterOptions()
        options.mode = .grouped
        options.columns = 60
        options.folds = folds
        let printer = Printer(options: options, output: terminal)
        let summary = summary(jobs, failing: Set(jobs.filter { failing.contains($0.host.name) }))
        let groups = try await OutputGroups(of: summary, reading: stored)
        try await groups.print(to: printer, reading: stored, options: options)
        await printer.finish(at: Sample.start)
        return await terminal.text
    }

    @Test(
        "stand first where they are most; of what is almost the same only the difference is shown")
    func showsDifferences() async throws {
        let same = "one\ntwo\nthree\nfour\nfive\nkernel 42\n"
        let other = same.replacing("42", with: "\u{1b}[1m41\u{1b}[2J")
        let text = try await printed(
            [
                ("web1", other), ("web2", same), ("web3", same), ("web4", "nothing\nalike\n"),
                ("web5", ""), ("web6", same),
            ], failing: ["web6"])
        #expect(
            text == """
                --- web[2-3] (2): ok ---------------------------------------
                one
                two
                three
                four
                five
                kernel 42
                --- web1: ok, as web2 but for 1 line -----------------------
                - kernel 42
                + kernel 41
                --- web4: ok -----------------------------------------------
                nothing
                alike
                --- web5: ok, no output ------------------------------------
                --- web6: failed, exit 3 -----------------------------------
                one
                two
                three
                four
                five
                kernel 42

                """)
    }

    @Test("are not compared where an output is large, so that memory stays bounded")
    func comparesNoGiants() async throws {
        let large = (1...20_000).map { "line \($0)\n" }.joined()
        let text = try await printed([("web1", large), ("web2", large + "x\n")])
        #expect(text.split(separator: "\n").count == 2 + 20_000 + 20_001)
    }

    @Test("can be folded away one by one in a CI system")
    func areParts() async throws {
        let text = try await printed(
            [("web1", "::set-output name=a::b\n")], folds: .gitHub(token: "t"))
        #expect(
            text == """
                ::t::
                ::group::web1: ok
                ::stop-commands::t
                --- web1: ok -----------------------------------------------
                ::set-output name=a::b
                ::t::
                ::endgroup::
                ::stop-commands::t

                """)
    }
}
