import Foundation
import TestSupport
import Testing

@Suite(
    "End to end: values that mean something to a shell", .endToEnd, .fewAtOnce)
struct HostileValueTests {
    private static let values = [
        "plain", "two words", "  blanks  ", "", "-x", "--help", "'", "\"", "it's \"so\"", "$HOME",
        "$(echo no)", "`echo no`", "a\nb", "a\\nb", "\\", "a\tb", "!!", "%s%d", "*", "[a-z]?", "~",
        "ü€🐙", ";exit 3", "& | > <", "#no", "{a,b}", "a=b", "\u{1}\u{7f}",
    ]
    private static let script = #"""
        #!/bin/sh
        for argument; do printf '<%s>\n' "$argument"; done
        printf 'v<%s>\n' "$FLOTILLA_VAR_value" "$OWN"
        """#

    @Test("arguments and variables arrive as they were typed")
    func arrive() async throws {
        let (someone, _) = try await Operator.withHosts("web1")
        try someone.folder.write(HostileValueTests.script, to: "a script's $(name)")
        let all = HostileValueTests.values.joined(separator: "/")
        let came = try await someone.flotilla(
            ["run", "-e", "value=\(all)", "a script's $(name)", "--"] + HostileValueTests.values)
        #expect(came.status == 0)
        #expect(came.errors.text == "")
        let run = try someone.run()
        let step = try #require(try run.summary.jobs.first?.step)
        let arguments = HostileValueTests.values.map { "<\($0)>\n" }.joined()
        #expect(try run.text("web1", step) == arguments + "v<\(all)>\nv<>\n")
    }

    @Test("so do those of the inventory, from folders with blanks and into one")
    func inventory() async throws {
        let (someone, hosts) = try await Operator.withHosts("web1")
        try someone.folder.write(HostileValueTests.script, to: "my scripts/it's one.sh")
        let all = HostileValueTests.values.filter { $0 != "\u{1}\u{7f}" }.joined(separator: "/")
        let quoted = try String(
            decoding: JSONEncoder().encode([all]), as: UTF8.self
        )
        .replacingOccurrences(of: "\\/", with: "/").dropFirst().dropLast()
        let farm = try await Farm.shared
        let more = """
            scripts:
              odd: { file: "my scripts/it's one.sh", args: [\(quoted)], env: { OWN: \(quoted) } }
            """
        try someone.folder.write(
            farm.inventory([(name: "web1", host: hosts[0])], more: more), to: "flotilla.yaml")
        let came = try await someone.flotilla("run", "--log-dir", "my runs", "odd")
        #expect(came.status == 0)
        let run = try someone.run(in: someone.folder.file("my runs"))
        #expect(try run.text("web1", "odd") == "<\(all)>\nv<>\nv<\(all)>\n")
        let shown = try await someone.flotilla("show", "--log-dir", "my runs", "last")
        #expect(shown.output.text.contains("web1"))
    }

    @Test("a host's name may mean something to ssh: it is text", arguments: ["%h", "#a=b^+%%C"])
    func oddHostName(name: String) async throws {
        let farm = try await Farm.shared
        let host = try farm.host()
        let someone = try Operator()
        try someone.folder.write(
            farm.inventory([(name: "\"\(name)\"", host: host)]), to: "flotilla.yaml")
        let came = try await someone.flotilla("exec", "--", #"echo "$FLOTILLA_HOST""#)
        #expect(came.status == 0)
        #expect(try someone.run().text(name) == "\(name)\n")
        #expect(try await host.leftovers() == [])
        #expect(host.spool == [])
    }

    @Test(
        "a host's name that can't be one is refused before anything is contacted",
        arguments: [
            "a/b", "../up", "a b", "it's", "x*", "-x", ".", "a\\nb", "wéb", "$(id)", "x;id", "`id`",
        ])
    func hostName(name: String) async throws {
        let listener = try SilentListener()
        let someone = try Operator()
        try someone.folder.write(
            "hosts: { \"\(name)\": { address: 127.0.0.1, port: \(listener.port) } }\n",
            to: "flotilla.yaml")
        let came = try await someone.flotilla("exec", "--", "true")
        #expect(came.status == 2)
        #expect(came.output.text == "")
        #expect(came.errors.text.contains("flotilla.yaml:1:"))
        #expect(listener.isUntouched)
    }
}
