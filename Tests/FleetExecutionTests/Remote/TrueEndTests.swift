import FleetCore
import Testing

@testable import FleetExecution

extension RemoteProgramOnRealShells {
    @Suite("A script's end, under each sh")
    struct TrueEndTests {
        @Test(
            "is its exit code", arguments: Shell.posix, [0, 1, 127, 130, 137, 141, 255] as [UInt8])
        func tellsCode(shell: Shell, code: UInt8) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let answer = try await host.ask(.running("echo out; echo err >&2; exit \(code)"))
            #expect(answer.header?.state == .started)
            #expect(answer.text == "out\nerr\n")
            #expect(answer.last == .end(.code(code)))
            #expect(answer.complaints == "")
            try await host.close()
        }

        @Test(
            "is the signal that ended it, which no exit code is taken for", arguments: Shell.posix,
            ["KILL", "TERM", "INT", "PIPE", "HUP", "SEGV"])
        func tellsSignal(shell: Shell, name: String) async throws {
            guard shell.isThere else { return }
            let signal = try #require(SignalNumber(name))
            let host = try LocalHost(sh: shell)
            let answer = try await host.ask(
                .running("#!/usr/bin/dash\necho out; kill -s \(name) $$"))
            #expect(answer.text == "out\n")
            #expect(answer.last == .end(.signal(signal)))
            try await host.close()
        }

        /// A signal that was ignored when a shell began can't be trapped in it.
        @Test(
            "comes after its traps: no signal is ignored for it, in tmux or without",
            arguments: Shell.posix, [false, true])
        func keepsTraps(shell: Shell, lacksTmux: Bool) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell, hidden: lacksTmux ? ["tmux"] : [])
            let answer = try await host.ask(
                .running(
                    """
                    #!/usr/bin/dash
                    for s in HUP INT QUIT PIPE TERM; do trap "echo $s" $s; kill -s $s $$; done; exit 8
                    """))
            #expect(answer.text == "HUP\nINT\nQUIT\nPIPE\nTERM\n")
            #expect(answer.last == .end(.code(8)))
            try await host.close()
        }
    }
}
