import FleetCore
import Foundation
import Testing

@testable import FleetExecution

extension RemoteProgramOnRealShells {
    /// As root, sudo lets us become anybody without a password.
    @Suite(
        "A script that runs as another user, under each sh",
        .enabled(if: getuid() == 0, "needs root, who may become anybody"))
    struct SudoTests {
        private func host(_ shell: Shell) throws -> LocalHost? {
            guard shell.isThere, Tool.isThere("sudo") else { return nil }
            return try LocalHost(sh: shell)
        }

        private func request(
            _ script: String, arguments: [String] = [], environment: [EnvironmentVariable] = [],
            user: String = "nobody"
        ) -> EnsureRequest {
            var request = EnsureRequest.running(
                script, arguments: arguments, environment: environment)
            request.sudo = Sudo(user: user)
            return request
        }

        @Test(
            "has that user, our variables, its arguments, and nothing on its input",
            arguments: Shell.posix)
        func runs(shell: Shell) async throws {
            guard let host = try host(shell) else { return }
            let secret = try #require(EnvironmentVariable(name: "SECRET", value: "it's $HOME\n!"))
            let answer = try await host.ask(
                request(
                    #"id -un; printf '%s\n' "$SECRET" "$FLOTILLA_HOST" "$FLOTILLA_ATTEMPT" "$@"; cat; echo oops >&2; exit 7"#,
                    arguments: ["a b", "'"], environment: [secret]))
            #expect(answer.text == "nobody\nit's $HOME\n!\nweb1\n1\na b\n'\noops\n")
            #expect(answer.status == .code(7))
            try await host.close()
        }

        @Test("is told from one that a signal ended", arguments: Shell.posix)
        func isKilled(shell: Shell) async throws {
            guard let host = try host(shell) else { return }
            let answer = try await host.ask(request("echo before; kill -9 $$"))
            #expect(answer.text == "before\n")
            #expect(answer.status == .signal(try #require(SignalNumber("KILL"))))
            try await host.close()
        }

        @Test("is ended with all that it started", arguments: Shell.posix)
        func isEnded(shell: Shell) async throws {
            guard let host = try host(shell) else { return }
            let request = request(
                "/usr/bin/setsid sleep 1234 & trap 'echo heard; exit 3' TERM; echo ready; while :; do sleep 0.1; done"
            )
            let process = try host.start(request.command)
            _ = await host.read(process, of: request) { $0.text == "ready\n" }
            let end = EndRequest(
                place: request.place, requestNonce: .fresh(), sudo: request.sudo)
            #expect(try await host.ask(end.command, nonce: end.requestNonce)?.state == .ended)
            let answer = try await host.ask(request.again())
            #expect(answer.text.hasPrefix("ready\n") && answer.text.hasSuffix("heard\n"))
            #expect(answer.status == .code(3))
            try await host.close()
        }

        @Test(
            "is refused with what sudo says, and its output holds nothing of that",
            arguments: Shell.posix)
        func isRefused(shell: Shell) async throws {
            guard let host = try host(shell) else { return }
            let answer = try await host.ask(request("echo never", user: "no-such-user"))
            #expect(answer.text == "")
            guard case .refused(let why)? = answer.status else {
                Issue.record("not refused: \(String(describing: answer.status))")
                return
            }
            #expect(why.contains("no-such-user"))
            try await host.close()
        }

        @Test("has the terminal, where it is to have one")
        func hasTerminal() async throws {
            guard let host = try host(.dash), Tool.isThere("tmux") else { return }
            var request = request("id -un; [ -t 0 ] && [ -t 1 ] && echo terminal")
            request.usesTTY = true
            let answer = try await host.ask(request)
            #expect(answer.text.contains("nobody\nterminal\n"))
            #expect(answer.status == .code(0))
            try await host.close()
        }

        @Test("leaves no password on the disk once it runs, and has it on no command line")
        func forgetsPassword() async throws {
            guard let host = try host(.dash) else { return }
            // Where the other user can see it.
            let go = "/tmp/fl-go-\(UInt32.random(in: 0 ... .max))"
            defer { _ = try? FileManager.default.removeItem(atPath: go) }
            var request = EnsureRequest.running(
                "echo ready; until [ -e \(go) ]; do sleep 0.05; done")
            request.sudo = Sudo(user: "nobody", password: "pa'ss $word")
            // sudo doesn't ask root; a program in its place does what it would do, twice.
            let sudo = """
                #!/usr/bin/dash
                [ "$1" = -A ] || exit 9
                [ "$("$SUDO_ASKPASS")" = "pa'ss \\$word" ] || { echo 'Sorry, try again.' >&2; exit 1; }
                shift
                exec /usr/bin/sudo -n "$@"

                """
            let file = "\(host.root)/bin/sudo"
            try Data(sudo.utf8).write(to: URL(fileURLWithPath: file))
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file)
            let process = try host.start(request.command)
            _ = await host.read(process, of: request) { $0.text == "ready\n" }
            let files =
                FileManager.default.enumerator(atPath: host.home)?.compactMap { $0 as? String }
                ?? []
            #expect(!files.isEmpty)
            for name in files {
                let path = "\(host.home)/\(name)"
                let type = try FileManager.default.attributesOfItem(atPath: path)[.type]
                // A FIFO would be waited for.
                guard type as? FileAttributeType == .typeRegular else { continue }
                let content = try Data(contentsOf: URL(fileURLWithPath: path))
                #expect(content.range(of: Data("pa'ss".utf8)) == nil, "\(name)")
            }
            #expect(FileManager.default.createFile(atPath: go, contents: nil))
            let answer = try await host.ask(request.again())
            #expect(answer.status == .code(0))
            try await host.close()
        }
    }
}
