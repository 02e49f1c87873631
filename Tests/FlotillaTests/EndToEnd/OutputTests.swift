import Foundation
import TestSupport
import Testing

@Suite("End to end: output of every kind", .endToEnd, .fewAtOnce)
struct OutputTests {
    /// Prints what no well-behaved script prints, and keeps a copy beside the host's spool.
    private static let wild = #"""
        #!/bin/sh
        {
            printf 'plain\n'
            head -c 5000000 /dev/zero | tr '\0' x
            printf '\nnul \000 bad \377\376\200 end\n'
            printf 'bar 10%%\rbar 50%%\rbar 100%%\n'
            printf '\033[31mred\033[0m \033]0;title\007 \033[2J\033[1A \033]52;c;aGk=\007 \302\233 \010\013\n'
            printf '\033P1$r\033\\ \033[?1049h \016 \177 t\tab\n'
            printf 'no newline at the end'
        } | tee "$HOME/copy"
        """#

    @Test("the log is what the script wrote, byte for byte", arguments: [false, true])
    func logIsExact(onTerminal: Bool) async throws {
        let (someone, hosts) = try await Operator.withHosts("web1", "web2")
        try someone.folder.write(OutputTests.wild, to: "wild")
        let came = try await someone.flotilla(
            "run", "wild", output: onTerminal ? .terminal : .pipes)
        #expect(came.status == 0)
        for (name, host) in zip(["web1", "web2"], hosts) {
            let written = try bytes(ofFile: "\(host.home)/copy")
            #expect(written.count > 5_000_000)
            #expect(try someone.run().log(name, "wild") == written)
        }
        if onTerminal {
            #expect(Terminal.isTame(came.output.bytes, allowing: [.colours, .statusLine]))
            #expect(came.output.text.contains("\u{1b}[31mred"))
        } else {
            #expect(Terminal.isTame(came.output.bytes, allowing: []))
        }
        // The last of what overwrites itself stays on a line of its own host.
        let lines = came.output.lines
        #expect(lines.contains { $0.contains("web1") && $0.contains("no newline at the end") })
        #expect(lines.allSatisfy { !($0.contains("web1") && $0.contains("web2")) })
    }

    @Test("lines of several hosts never share a line")
    func linesNeverMix() async throws {
        let names = (1...6).map { "web\($0)" }
        let farm = try await Farm.shared
        let someone = try Operator()
        let hosts = try farm.hosts(6)
        try someone.folder.write(
            farm.inventory(Array(zip(names, hosts)).map { (name: $0, host: $1) }),
            to: "flotilla.yaml")
        // Each line in two writes, so that there is something to mix.
        let script =
            #"i=0; while [ $i -lt 400 ]; do printf "$FLOTILLA_HOST "; echo "line $i"; i=$((i+1)); done"#
        let came = try await someone.flotilla("exec", "--", script)
        #expect(came.status == 0)
        var next: [String: Int] = [:]
        for line in came.output.lines.filter({ $0.contains(" | ") }) {
            let words = line.split(separator: " ").map(String.init)
            try #require(words.count == 5, "\(line)")
            #expect(words[0] == words[2])
            #expect(words[4] == "\(next[words[0], default: 0])")
            next[words[0], default: 0] += 1
        }
        #expect(next == Dictionary(uniqueKeysWithValues: names.map { ($0, 400) }))
    }

    @Test("standard error that is kept apart has a log of its own, and is shown")
    func splitStandardError() async throws {
        let (someone, hosts) = try await Operator.withHosts("web1")
        let script = """
            #!/bin/sh
            i=0
            while [ $i -lt 2000 ]; do
                printf "out $i "; printf "err $i\\n" >&2; echo end; i=$((i+1))
            done
            printf 'last \\000 err' >&2
            """
        try someone.folder.write(script, to: "both")
        let came = try await someone.flotilla("run", "--split-stderr", "both")
        #expect(came.status == 0)
        let out = (0..<2_000).map { "out \($0) end\n" }.joined()
        let err = (0..<2_000).map { "err \($0)\n" }.joined() + "last \0 err"
        let run = try someone.run()
        #expect(try run.text("web1", "both") == out)
        #expect(try run.text("web1", "both@err") == err)
        let shown = Set(came.output.lines)
        #expect(shown.isSuperset(of: ["web1 | out 1999 end", "web1 | err 0", "web1 | err 1999"]))
        let logs = try await someone.flotilla("logs", "last")
        #expect(logs.output.text.hasPrefix("out 0 end\n"))
        #expect(logs.output.lines.contains("err 1999"))
        let json = try await someone.flotilla("run", "--split-stderr", "--output", "json", "both")
        #expect(json.output.text.contains(#""stream":"stderr","text":"err 7"}"#))
        let grouped = try await someone.flotilla(
            "run", "--split-stderr", "--output", "grouped", "both")
        #expect(Set(grouped.output.lines).isSuperset(of: ["out 5 end", "err 5"]))
        #expect(try await hosts[0].leftovers() == [])
    }

    @Test("a script with a terminal has one, and its log is right")
    func terminal() async throws {
        let (someone, hosts) = try await Operator.withHosts("web1")
        let script = "test -t 1 && test -t 0 && echo has a terminal; seq 1 3000"
        let came = try await someone.flotilla("exec", "--tty", "--", script)
        #expect(came.status == 0)
        let expected = "has a terminal\n" + (1...3_000).map { "\($0)\n" }.joined()
        #expect(try someone.run().text("web1") == expected)
        #expect(try await hosts[0].leftovers() == [])
    }
}

/// What may reach a terminal.
enum Terminal {
    enum Allowance { case colours, statusLine }

    /// Whether there is no control byte but newline and tab, and no escape sequence but those allowed.
    static func isTame(_ bytes: [UInt8], allowing allowed: Set<Allowance>) -> Bool {
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            switch byte {
            case 0x0a, 0x09: continue
            // The terminal itself puts a return before each newline, and the status line is erased by one.
            case 0x0d where allowed.contains(.statusLine): continue
            case 0x1b:
                guard rest.popFirst() == UInt8(ascii: "[") else { return false }
                let parameters = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: ";") ~= $0 }
                rest = rest.dropFirst(parameters.count)
                switch rest.popFirst() {
                case UInt8(ascii: "m") where allowed.contains(.colours): continue
                case UInt8(ascii: "K") where allowed.contains(.statusLine): continue
                default: return false
                }
            // C1 controls, as UTF-8.
            case 0xc2: guard rest.first.map({ $0 >= 0xa0 }) ?? false else { return false }
            case 0x20..<0x7f, 0x80...: continue
            default: return false
            }
        }
        return true
    }
}
