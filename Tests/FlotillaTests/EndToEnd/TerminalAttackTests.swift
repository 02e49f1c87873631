import Foundation
import TestSupport
import Testing

@Suite("End to end: a host that attacks the terminal", .endToEnd, .fewAtOnce)
struct TerminalAttackTests {
    /// All attacks, each on a line of its own.
    private static let attacks: [UInt8] = TerminalAttack.all.reduce(into: []) { bytes, attack in
        bytes += attack.output
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Prints them.
    private static let script =
        "#!/bin/sh\nbase64 -d <<'END'\n\(Data(attacks).base64EncodedString())\nEND\n"

    @Test(
        "reaches it in no output mode, and not by what is kept of the run",
        arguments: ["lines", "grouped", "quiet", "json"])
    func run(mode: String) async throws {
        let (someone, _) = try await Operator.withHosts("web1", "web2")
        try someone.folder.write(TerminalAttackTests.script, to: "attack")
        let came = try await someone.flotilla("run", "attack", "--output", mode)
        #expect(came.status == 0)
        #expect(Terminal.isTame(came.output.bytes, allowing: []))
        #expect(Terminal.isTame(came.errors.bytes, allowing: []))
        #expect(try someone.run().log("web1", "attack") == TerminalAttackTests.attacks)
        for words in [["logs", "last"], ["logs", "last", "web1"], ["show", "last"], ["runs"]] {
            let told = try await someone.flotilla(words)
            #expect(told.status == 0)
            #expect(told.output.bytes.count > 0)
            #expect(Terminal.isTame(told.output.bytes, allowing: []), "\(words)")
        }
    }

    @Test("reaches it by no name in an inventory, and by no word that was typed")
    func inventory() async throws {
        let someone = try Operator()
        try someone.folder.write(
            #"""
            defaults: { user: "u\u009b2J" }
            vars: { "k\e[2J": "\u202ex\u009d0;t\a\x7f" }
            hosts: { web1: { address: 127.0.0.1 } }
            """#, to: "flotilla.yaml")
        let attack = "x\u{1b}[2J\u{9b}2J\u{1b}]0;t\u{7}"
        let commands = [
            ["hosts"], ["hosts", "--json"], ["hosts", "--graph"], ["hosts", "--check"],
            ["run", attack], ["show", attack], ["logs", attack], ["hosts", "-l", attack],
            ["hosts", "-i", attack], [attack], ["run", "--\(attack)"],
        ]
        for words in commands {
            let came = try await someone.flotilla(words)
            #expect(Terminal.isTame(came.output.bytes, allowing: []), "\(words)")
            #expect(Terminal.isTame(came.errors.bytes, allowing: []), "\(words)")
        }
        let document = try await someone.flotilla("hosts", "--json").output.text
        #expect(document.contains(#"u\u009b2J"#))
        #expect(document.contains(#"\u202ex\u009d0;t\u0007\u007f"#))
    }

    @Test("reaches it on a terminal neither, where colours and a status line are")
    func onTerminal() async throws {
        let (someone, _) = try await Operator.withHosts("web1")
        try someone.folder.write(TerminalAttackTests.script, to: "attack")
        let came = try await someone.flotilla("run", "attack", output: .terminal)
        #expect(came.status == 0)
        #expect(Terminal.isTame(came.output.bytes, allowing: [.colours, .statusLine]))
        let told = try await someone.flotilla("logs", "last", "web1", output: .terminal)
        #expect(Terminal.isTame(told.output.bytes, allowing: [.colours, .statusLine]))
    }
}
