import Foundation
import Testing

/// The built program, as one operator on a machine of their own would use it: with an inventory, scripts, a HOME and a
/// state folder that no other test sees.
final class Operator: Sendable {
    /// The folder in which the program is started; scripts and inventories are here.
    let folder: Scratch
    private let extra: [String: String]

    init(environment: [String: String] = [:]) throws {
        folder = try Scratch()
        extra = environment
        try FileManager.default.createDirectory(
            atPath: folder.file("home"), withIntermediateDirectories: true)
    }

    /// Runs the program to its end.
    func flotilla(
        _ arguments: String..., output: Spawned.Output = .pipes
    ) async throws -> Invocation {
        try await flotilla(arguments, output: output)
    }

    /// Runs the program to its end.
    func flotilla(
        _ arguments: [String], output: Spawned.Output = .pipes
    ) async throws -> Invocation {
        let program = try start(arguments, output: output)
        return Invocation(
            status: await program.status, output: program.output, errors: program.errors)
    }

    /// Starts the program.
    func start(_ arguments: [String], output: Spawned.Output = .pipes) throws -> Spawned {
        try spawn([Operator.program] + arguments, output: output)
    }

    /// Starts the program on a terminal that is its own, where these lines are typed, each when the program has
    /// printed what it waits for.
    func start(
        _ arguments: [String], typing lines: [String], behind question: String
    ) throws -> Spawned {
        // The terminal of the tests, if there is one, is somebody else's.
        let typist = """
            import os, pty, sys
            question, lines, words = sys.argv[1].encode(), sys.argv[2].split(","), sys.argv[3:]
            child, terminal = pty.fork()
            if child == 0:
                os.execv(words[0], words)
            seen, typed = b"", 0
            while True:
                try:
                    piece = os.read(terminal, 65536)
                except OSError:
                    break
                seen += piece
                sys.stdout.buffer.write(piece)
                sys.stdout.buffer.flush()
                while typed < len(lines) and seen.count(question) > typed:
                    os.write(terminal, lines[typed].encode() + b"\\n")
                    typed += 1
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """
        let words = ["/usr/bin/env", "python3", "-c", typist, question]
        return try spawn(
            words + [lines.joined(separator: ","), Operator.program] + arguments, output: .pipes)
    }

    private func spawn(_ words: [String], output: Spawned.Output) throws -> Spawned {
        let own = [
            "HOME": folder.file("home"), "XDG_STATE_HOME": folder.file("state"),
            "PATH": Farm.searchPath, "LANG": "C.UTF-8", "TERM": "xterm-256color",
        ]
        return try Spawned(
            words, environment: own.merging(extra) { $1 }, folder: folder.path, output: output)
    }

    /// The folder of the only run that was made.
    func run(in store: String? = nil) throws -> RunOnDisk {
        let runs = store ?? folder.file("state/flotilla/runs")
        let names = try FileManager.default.contentsOfDirectory(atPath: runs)
            .filter { !$0.hasPrefix(".") }
        let name = try #require(names.count == 1 ? names.first : nil, "\(names) in \(runs)")
        return RunOnDisk(path: "\(runs)/\(name)")
    }

    /// Whether any run was made.
    var hasRun: Bool { FileManager.default.fileExists(atPath: folder.file("state/flotilla/runs")) }

    /// The program, built beside the tests.
    private static let program: String = {
        let tests = CommandLine.arguments.first ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent()
            .appendingPathComponent("flotilla").path
    }()
}

/// What came of one invocation of the program.
struct Invocation: Sendable {
    let status: Int32
    let output: Captured
    let errors: Captured
}
