import FleetCore
import Testing

@testable import FleetExecution

extension RemoteProgramOnRealShells {
    @Suite("Hostile values")
    struct QuotingTests {
        static let hostile = [
            "", " ", "a b", "'", "''", "\"", "\\", "\\'", "a\\", "$HOME", "$(id)", "`id`", "!x",
            "!!",
            "line\nline\n", "\r", "\t", "*", "?", "[a]", "~", "{a,b}", "-n", "-x", "%s", "%", "#",
            ";",
            "&", "|", "<", ">", "\u{1e}", "\u{7f}", "ä€😀", "=", "^a^b", "\\n", "\\0101",
            "'$(id)'\n!\\",
        ]

        @Test("reach the script as they are, as arguments and environment", arguments: Shell.posix)
        func passLiterally(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let environment = try Self.hostile.enumerated().map { index, value in
                try #require(EnvironmentVariable(name: "V\(index)", value: value))
            }
            let script = """
                printf '<%s>\\0' "$@"
                for n in $(seq 0 \(Self.hostile.count - 1)); do eval "printf '<%s>\\\\0' \\"\\$V$n\\""; done
                """
            let answer = try await host.ask(
                .running(
                    "#!/usr/bin/dash\n" + script, arguments: Self.hostile, environment: environment)
            )
            let values = answer.text.split(separator: "\0").map(String.init)
            #expect(values == (Self.hostile + Self.hostile).map { "<\($0)>" })
            try await host.close()
        }

        @Test("pass through each login shell in the encoded form", arguments: Shell.allCases)
        func encodeForAnyLogin(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost()
            for value in Self.hostile {
                let word = ShellQuoting.encodedWord(value.utf8)
                let process = try host.start(
                    RemoteCommand(text: #"exec sh -c 'printf %b. "$1"' x "# + word), through: shell)
                var output: [UInt8] = []
                reading: while true {
                    switch await process.next() {
                    case .standardOutput(let bytes): output += bytes
                    case .standardError: continue
                    case .ended: break reading
                    }
                }
                #expect(String(decoding: output, as: UTF8.self) == value + ".")
            }
            try await host.close()
        }

        @Test("in a host's name lead to a folder and a session of their own")
        func nameFolders() async throws {
            let host = try LocalHost()
            for name in ["[::1]:22", "$(id)", "a!b", "'", "\"x\"", "#{pid}", "%41", "~root", "*"] {
                let request = EnsureRequest.running(
                    #"printf %s "$FLOTILLA_HOST""#, place: .sample(host: name))
                let answer = try await host.ask(request)
                #expect(answer.text == name)
                #expect(answer.last == .end(.code(0)))
            }
            try await host.close()
        }
    }
}
