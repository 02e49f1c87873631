import FleetCore
import Testing

@testable import FleetExecution

extension RemoteProgramOnRealShells {
    @Suite("A request through a login shell")
    struct LoginShellTests {
        @Test("starts the script in the login's environment and home", arguments: Shell.allCases)
        func runs(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost()
            let answer = try await host.ask(
                .running(
                    """
                    echo "$MARK_OF_LOGIN/$FLOTILLA_RUN/$FLOTILLA_HOST/$FLOTILLA_STEP/$FLOTILLA_ATTEMPT/$FLOTILLA_REBOOTS"
                    pwd; echo "${TMUX-none} ${LC_ALL-none} $*"
                    """, arguments: ["x", "y"]),
                through: shell)
            let lines = answer.text.split(separator: "\n")
            #expect(lines.first == "a 'login' value/20261125-091116-k3fq/web1/patch.sh/1/0")
            #expect(lines.dropFirst().first == host.home[...])
            #expect(lines.last == "none none x y")
            #expect(answer.last == .end(.code(0)))
            try await host.close()
        }

        @Test("keeps the login's environment, whatever sh is", arguments: Shell.posix)
        func keepsEnvironment(shell: Shell) async throws {
            guard shell.isThere else { return }
            let values = [
                "job": "mine", "T": "a\nb", "try": "'", "LC_ALL": "POSIX", "script": "$HOME",
                "flags": "",
                "SHELLOPTS": "braceexpand",
            ]
            let host = try LocalHost(sh: shell, environment: values)
            let answer = try await host.ask(
                .running(
                    "#!/usr/bin/dash\nprintf '%s|' \"$job\" \"$T\" \"$try\" \"$LC_ALL\" \"$script\" \"$flags\""
                ))
            #expect(answer.text == "mine|a\nb|'|POSIX|$HOME||")
            try await host.close()
        }
    }
}
