import FleetCore
import Foundation
import Testing

@testable import FleetExecution

extension RemoteProgramOnRealShells {
    @Suite("An end that is lost, under each sh")
    struct LostEndTests {
        /// Prints a line, then waits to be killed.
        static let script = "echo ready; exec sleep 100"

        @Test("is told as gone when the runner is killed, now and later", arguments: Shell.posix)
        func noticesDeadRunner(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let request = EnsureRequest.running(Self.script)
            let process = try host.start(request.command)
            let answer = await host.read(process, of: request) { answer in
                if answer.text == "ready\n" { host.killJob(of: request) }
                return false
            }
            #expect(answer.text == "ready\n")
            #expect(answer.last == .gone(.runner))
            try await host.quiet()
            let later = try await host.ask(request.again())
            #expect(later.header?.state == .gone)
            #expect(later.last == .gone(.runner))
            #expect(later.exit == .code(0))
            try await host.close()
        }

        @Test("is told as a reboot when the boot identity has changed", arguments: Shell.posix)
        func noticesReboot(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let request = EnsureRequest.running(Self.script)
            let process = try host.start(request.command)
            _ = await host.read(process, of: request) { $0.text == "ready\n" }
            host.killJob(of: request)
            try await host.quiet()
            try host.replaceBoot(of: request, with: "an-earlier-boot")
            let answer = try await host.ask(request.again())
            #expect(answer.header?.state == .interrupted)
            #expect(answer.header?.bootAtStart == BootIdentity("an-earlier-boot"))
            #expect(answer.header?.boot != answer.header?.bootAtStart)
            #expect(answer.text == "ready\n")
            #expect(answer.last == .gone(.reboot))
            try await host.close()
        }

        @Test("isn't lost by a reboot after the script's end")
        func keepsEndThroughReboot() async throws {
            let host = try LocalHost()
            let request = EnsureRequest.running("echo ready; exit 3")
            _ = try await host.ask(request)
            try await host.quiet()
            try host.replaceBoot(of: request, with: "an-earlier-boot")
            let answer = try await host.ask(request.again())
            #expect(answer.header?.state == .exited)
            #expect(answer.header?.bootAtStart == BootIdentity("an-earlier-boot"))
            #expect(answer.last == .end(.code(3)))
            try await host.close()
        }

        @Test("isn't lost with the tmux server", arguments: Shell.posix)
        func survivesServer(shell: Shell) async throws {
            guard shell.isThere, Tool.isThere("tmux") else { return }
            let host = try LocalHost(sh: shell)
            let answer = try await host.ask(
                .running("echo one; tmux -L flotilla kill-server; sleep 0.2; echo two; exit 6"))
            #expect(answer.text == "one\ntwo\n")
            #expect(answer.last == .end(.code(6)))
            try await host.close()
        }

        @Test(
            "isn't lost with the spool, for who is there; later the job is missing",
            arguments: Shell.posix)
        func survivesDeletion(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let request = EnsureRequest.running(
                """
                echo one; until [ -e "$HOME/go" ]; do sleep 0.02; done
                rm -rf "$HOME/.local"; echo two; exit 6
                """)
            let process = try host.start(request.command)
            let answer = await host.read(process, of: request) { answer in
                if answer.text == "one\n" {
                    #expect(
                        FileManager.default.createFile(atPath: "\(host.home)/go", contents: nil))
                }
                return false
            }
            #expect(answer.text == "one\ntwo\n")
            #expect(answer.last == .end(.code(6)))
            let later = try await host.ask(request.again())
            #expect(later.header?.state == .missing)
            try await host.close()
        }
    }
}

extension LocalHost {
    func folder(of request: EnsureRequest) -> String {
        "\(home)/.local/state/flotilla/spool/\(request.place.folder)"
    }

    /// Kills the runner first, then the script.
    func killJob(of request: EnsureRequest) {
        let line = try? text(".local/state/flotilla/spool/\(request.place.folder)/pid")
        let pids = (line ?? "").split(whereSeparator: \.isWhitespace).compactMap { pid_t($0) }
        for pid in pids.reversed() { kill(pid, SIGKILL) }
    }

    func replaceBoot(of request: EnsureRequest, with text: String) throws {
        try Data("\(text)\n".utf8).write(
            to: URL(fileURLWithPath: "\(folder(of: request))/boot"))
    }
}
