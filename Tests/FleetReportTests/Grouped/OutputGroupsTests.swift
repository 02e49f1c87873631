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
}
