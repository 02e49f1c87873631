import Foundation
import TestSupport
import Testing

@Suite("End to end: jobs that share a machine", .endToEnd, .fewAtOnce)
struct SharedMachineTests {
    @Test("two names of one machine and user, with the same script at the same time, never mix")
    func twoNames() async throws {
        let farm = try await Farm.shared
        let host = try farm.host()
        let someone = try Operator()
        try someone.folder.write(
            farm.inventory([(name: "a", host: host), (name: "b", host: host)]),
            to: "flotilla.yaml")
        let script = """
            #!/bin/sh
            echo $FLOTILLA_HOST
            # Both are under way before either goes on.
            touch "$HOME/here-$FLOTILLA_HOST"
            i=0
            until [ -e "$HOME/here-a" ] && [ -e "$HOME/here-b" ] || [ $i = 200 ]; do
                sleep 0.05; i=$((i+1))
            done
            [ $i -lt 200 ] || exit 9
            i=0; while [ $i -lt 3000 ]; do echo "$FLOTILLA_HOST $i"; i=$((i+1)); done
            """
        try someone.folder.write(script, to: "same")
        let came = try await someone.flotilla("run", "--per-host", "2", "same")
        #expect(came.status == 0)
        let run = try someone.run()
        for name in ["a", "b"] {
            let expected = "\(name)\n" + (0..<3_000).map { "\(name) \($0)\n" }.joined()
            #expect(try run.text(name, "same") == expected)
        }
        #expect(try await host.leftovers() == [])
        #expect(host.spool == [])
    }

    @Test("per_host: 2 with six scripts is never more than two at once, as the host sees it")
    func perHostLimit() async throws {
        let farm = try await Farm.shared
        let host = try farm.host()
        let someone = try Operator()
        let names = [(name: "a", host: host), (name: "b", host: host)]
        let inventory = farm.inventory(names)
            .replacingOccurrences(of: "defaults: {", with: "defaults: { per_host: 2,")
        try someone.folder.write(inventory, to: "flotilla.yaml")
        var words = ["run"]
        for number in 1...6 {
            let script = "echo + >>~/stamps; sleep 0.2; echo - >>~/stamps"
            try someone.folder.write(script, to: "s\(number)")
            words += ["--script", "s\(number)"]
        }
        let came = try await someone.flotilla(words)
        #expect(came.status == 0)
        let stamps = String(decoding: try bytes(ofFile: "\(host.home)/stamps"), as: UTF8.self)
        var running = 0
        var most = 0
        for stamp in stamps.split(separator: "\n") {
            running += stamp == "+" ? 1 : -1
            most = max(most, running)
        }
        #expect(stamps.filter { $0 == "+" }.count == 12)
        #expect(most == 2)
    }
}
