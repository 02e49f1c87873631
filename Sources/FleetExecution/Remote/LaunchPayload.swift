import FleetCore

/// What a job's launch reads from standard input: the runner, how the script is called, the script.
///
/// Arguments and environment travel here and not in the command, which everybody on the host can see.
///
/// - Shape: the first part as one encoded line, the statements one a line in the same way, an empty line, the bytes of
///   the last part. One of the parts is the runner, the other the script.
/// - Source: `supervisor.sh`, `receive`.
struct LaunchPayload {
    /// One of the two parts that become a file each.
    struct Part {
        /// The file's name.
        let name: String
        /// Its bytes.
        let content: [UInt8]
    }

    /// The part that travels as a line.
    let first: Part
    /// The part whose bytes come last, as they are.
    let last: Part
    /// The statements that set the environment and the arguments, run by the host's `sh`.
    let statements: [String]
    private let firstLine: String

    init(_ request: EnsureRequest) {
        // A byte order mark hides the `#!` from every kernel and shell; no script means it.
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let content = request.script.content
        let bytes = content.starts(with: mark) ? Array(content.dropFirst(3)) : content
        let script = Part(name: "script", content: bytes)
        if let line = LaunchPayload.shortLine(of: bytes) {
            (self.first, self.firstLine, self.last) = (script, line, LaunchPayload.runner)
        } else {
            self.first = LaunchPayload.runner
            self.firstLine = RemoteProgram.encodedRunner
            self.last = script
        }
        let environment = LaunchPayload.environment(of: request)
        self.statements =
            environment.map { "export \($0)=\(ShellQuoting.quoted($1))" }
            + LaunchPayload.call(of: Interpreter(of: bytes), for: request, environment.map(\.0))
    }

    /// The bytes for standard input.
    var bytes: [UInt8] {
        let lines = [firstLine] + statements.map { ShellQuoting.encoded($0.utf8) }
        return Array((lines.joined(separator: "\n") + "\n\n").utf8) + last.content
    }

    private static let runner = Part(name: "run", content: Array(RemoteProgram.runner.utf8))

    /// A script as an encoded line, if it is shorter so than the runner.
    ///
    /// A shell reads a line byte by byte, with a system call each, so the shorter of the two goes as one. What isn't
    /// plain text stays out of the host's `printf`.
    private static func shortLine(of script: [UInt8]) -> String? {
        guard script.count < RemoteProgram.runner.utf8.count,
            script.allSatisfy({ $0 != 0 && $0 < 0x80 })
        else { return nil }
        let line = ShellQuoting.encoded(script)
        return line.utf8.count < RemoteProgram.encodedRunner.utf8.count ? line : nil
    }

    private static func environment(of request: EnsureRequest) -> [(String, String)] {
        let place = request.place
        let own = [
            ("FLOTILLA_RUN", place.run.text), ("FLOTILLA_HOST", place.job.host.name),
            ("FLOTILLA_STEP", place.job.step.name), ("FLOTILLA_ATTEMPT", String(place.attempt)),
            ("FLOTILLA_REBOOTS", String(request.reboots)),
        ]
        // Ours come last: a script may rely on them.
        return request.script.environment.map { ($0.name, $0.value) } + own
    }

    /// Statements that leave the command to run in `"$@"`; in `"$2"` is the folder of this try.
    private static func call(
        of interpreter: Interpreter, for request: EnsureRequest, _ environment: [String]
    ) -> [String] {
        var statements: [String] = []
        var command: [String] = []
        if let path = interpreter.path, let sought = interpreter.sought {
            let test =
                sought.contains("/")
                ? "[ -x \(ShellQuoting.quoted(sought)) ]"
                : "command -v \(ShellQuoting.quoted(sought)) >/dev/null"
            let name = ShellQuoting.quoted(sought)
            statements.append(#"\#(test) || { printf %s \#(name) >"$2/nointerp"; exit 127; }"#)
            command.append(ShellQuoting.quoted(path))
            if let argument = interpreter.argument { command.append(ShellQuoting.quoted(argument)) }
        } else {
            statements.append(#"chmod u+x "$2/script""#)
        }
        if let sudo = request.sudo {
            // The script's own folder is in the variable by which what leaves the session is known.
            statements += sudo.statements(
                keeping: environment + ["FLOTILLA_FOLDER"], usesTTY: request.usesTTY)
            command = [#""$@""#] + command + [Sudo.script]
        } else {
            command.append(#""$2/script""#)
        }
        statements.append("set -- " + command.joined(separator: " "))
        // One statement each: a line has to pass through one argument of `printf` where that is a program.
        statements += request.script.arguments.map { #"set -- "$@" \#(ShellQuoting.quoted($0))"# }
        return statements
    }
}
