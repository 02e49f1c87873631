import FleetCore
import FleetRecord
import Foundation
import Testing

@Suite("The log of a job")
struct LogFileTests {
    let scratch: ScratchStore
    let run: RunFolder

    init() throws {
        scratch = try ScratchStore()
        run = try scratch.run()
    }

    @Test("holds exactly the bytes that were appended")
    func isExact() async throws {
        let log = run.log(of: Sample.job)
        var expected: [UInt8] = []
        for size in [1, 255, 65_536, 3] {
            let piece = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
            try await log.append(piece[...])
            expected += piece
        }
        try await log.close()
        #expect(try scratch.bytes(log.path, of: run) == expected)
        #expect(await log.offset.bytes == UInt64(expected.count))
        #expect(
            try await run.readLog(of: Sample.job, at: SpoolOffset(bytes: 65_700))
                == Array(expected[65_700...]))
    }

    @Test(
        "counts lines, the last one without a newline too",
        arguments: [
            ([""], 0), (["a"], 1), (["a\n"], 1), (["a\nb"], 2), (["a", "\n"], 1), (["\n\n"], 2),
            (["a\n", "b", "c\n"], 2),
        ] as [([String], UInt64)])
    func countsLines(pieces: [String], lines: UInt64) async throws {
        let log = run.log(of: Sample.job)
        for piece in pieces { try await log.append(Array(piece.utf8)) }
        #expect(await log.lines == lines)
    }

    @Test("goes on where an earlier program left it, with the same counts")
    func resumes() async throws {
        let first = run.log(of: Sample.job)
        try await first.append(Array("one\ntwo".utf8))
        try await first.close()

        let second = run.log(of: Sample.job)
        #expect(try await second.open() == SpoolOffset(bytes: 7))
        #expect(await second.lines == 2)
        try await second.append(Array(" and a half\n".utf8))
        #expect(await second.lines == 2)
        #expect(try scratch.bytes(second.path, of: run) == Array("one\ntwo and a half\n".utf8))
    }

    @Test("has a name for each start of a script, which no other step can have")
    func names() {
        #expect(RunFolder.logPath(of: Sample.job) == "hosts/web1/patch.log")
        #expect(RunFolder.logPath(of: Sample.job, attempt: 2) == "hosts/web1/patch@2.log")
        #expect(StepID("patch@2") == nil)
    }

    @Test(
        "holds a descriptor only between its first append and its end",
        .enabled(if: access("/proc/self/fd", R_OK) == 0, "needs /proc"))
    func opensLate() async throws {
        let logs = try (0..<50).map { number in
            let host = try #require(HostID("web\(number)"))
            return run.log(of: JobID(host: host, step: Sample.step))
        }
        #expect(try openLogs() == 0)
        for log in logs { try await log.append([65]) }
        #expect(try openLogs() == 50)
        for log in logs { try await log.close() }
        #expect(try openLogs() == 0)
    }

    @Test("says that the disk is full, where, and how much fitted")
    func tellsFullDisk() {
        // The errors of a device that is always full are those of a disk.
        let error = RecordError(errno: ENOSPC, at: "/runs/a/hosts/web1/patch.log")
        #expect(error.code == .diskFull)
        #expect(error.description.hasPrefix("/runs/a/hosts/web1/patch.log: the disk here is full"))
        #expect(error.description.hasSuffix("[record.disk-full]"))
    }

    @Test("refuses a pipe in its place instead of waiting for a reader")
    func refusesPipe() async throws {
        try FileManager.default.createDirectory(
            atPath: "\(run.path)/hosts/web1", withIntermediateDirectories: true)
        #expect(mkfifo("\(run.path)/hosts/web1/patch.log", 0o600) == 0)
        let error = await #expect(throws: RecordError.self) {
            try await run.log(of: Sample.job).append([65])
        }
        #expect(error?.code == .notAFile)
    }

    @Test("reads as empty where a job never printed anything")
    func readsNothing() async throws {
        #expect(try await run.readLog(of: Sample.job, at: SpoolOffset()).isEmpty)
    }

    /// How many logs of this run this process has open; other tests run beside this one.
    private func openLogs() throws -> Int {
        let files = FileManager.default
        return try files.contentsOfDirectory(atPath: "/proc/self/fd").count { name in
            do {
                let target = try files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
                return target.hasPrefix(run.path) && target.hasSuffix(".log")
            } catch {
                return false  // Another test closed it since the folder was listed.
            }
        }
    }
}
