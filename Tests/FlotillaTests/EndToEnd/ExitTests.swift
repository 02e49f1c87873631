import Foundation
import TestSupport
import Testing

@Suite("End to end: how a script ends", .endToEnd, .fewAtOnce)
struct ExitTests {
    /// A script, and what the summary says of it: the exit's column, the status, a part of the reason.
    private static let scripts: [(name: String, content: String, exit: String, reason: String?)] = [
        ("zero", "#!/bin/sh\nexit 0\n", "0", nil),
        ("one", "#!/bin/sh\nexit 1\n", "1", "exit 1"),
        ("e127", "#!/bin/sh\nexit 127\n", "127", "exit 127"),
        ("e255", "#!/bin/sh\nexit 255\n", "255", "exit 255"),
        ("kill", "#!/bin/sh\nkill -KILL $$\n", "SIGKILL", "SIGKILL"),
        ("term", "#!/bin/sh\nkill -TERM $$\n", "SIGTERM", "SIGTERM"),
        ("nowhere", "#!/no/such/interpreter\n", "-", "no interpreter /no/such/interpreter"),
        ("crlf", "#!/bin/sh\r\necho hi\r\n", "-", "no interpreter /bin/sh^M"),
        ("plain", "echo no first line\n", "0", nil),
        ("bom", "\u{feff}#!/bin/sh\necho bom\n", "0", nil),
        ("empty", "", "0", nil),
    ]

    @Test("each way is told apart in the table and in the JSON")
    func eachIsToldApart() async throws {
        let (someone, _) = try await Operator.withHosts("web1")
        var words = ["run", "--per-host", "6"]
        for script in ExitTests.scripts {
            try someone.folder.write(script.content, to: script.name)
            words += ["--script", script.name]
        }
        try someone.folder.write(bytes(ofFile: "/bin/true"), to: "binary")
        let came = try await someone.flotilla(words + ["--script", "binary"])
        #expect(came.status == 1)
        #expect(came.errors.text == "")
        let run = try someone.run()
        let rows = came.output.lines.map { $0.split(separator: " ").map(String.init) }
        for script in ExitTests.scripts {
            let job = try run.job("web1", script.name)
            #expect(job.status == (script.reason == nil ? "ok" : "failed"), "\(script.name)")
            #expect(job.reason?.contains(script.reason ?? "") ?? (script.reason == nil))
            let row = rows.first { $0.starts(with: ["web1", script.name]) }
            #expect(row?.dropFirst(3).first == script.exit, "\(script.name)")
        }
        #expect(came.output.text.contains("the script has CRLF line ends"))
        #expect(try run.job("web1", "binary").status == "ok")
        #expect(try run.job("web1", "kill").outcome?.exit?.signal == "SIGKILL")
        let nowhere = try run.job("web1", "nowhere").outcome?.exit
        #expect(nowhere?.interpreter == "/no/such/interpreter")
        #expect(try run.job("web1", "e255").outcome?.exit?.code == 255)
        #expect(try run.text("web1", "bom") == "bom\n")
    }

    @Test("the program's exit is 0 when all are ok, 1 when one failed, 3 when one wasn't reached")
    func programExit() async throws {
        let farm = try await Farm.shared
        let off = "  off: { address: \(farm.refusing.address), port: \(farm.refusing.port) }\n"
        let (someone, _) = try await Operator.withHosts("web1", "web2", more: off)
        let script = "test $FLOTILLA_HOST != web2"
        #expect(try await someone.flotilla("exec", "-l", "web1", "--", script).status == 0)
        #expect(try await someone.flotilla("exec", "-l", "web*", "--", script).status == 1)
        #expect(try await someone.flotilla("exec", "--", script).status == 3)
    }
}
