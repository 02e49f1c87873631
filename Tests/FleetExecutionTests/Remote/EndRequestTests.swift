import FleetCore
import Foundation
import Testing

@testable import FleetExecution

extension RemoteProgramOnRealShells {
    @Suite("Ending a job, under each sh")
    struct EndRequestTests {
        @Test("ends all that the script started, and the end is told", arguments: Shell.posix)
        func endsAll(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let request = EnsureRequest.running(
                "#!/usr/bin/dash\nsleep 100 & (sleep 100; :) & echo ready; sleep 100")
            let process = try host.start(request.command)
            _ = await host.read(process, of: request) { $0.text == "ready\n" }
            let end = EndRequest(place: request.place, requestNonce: .fresh())
            #expect(try await host.ask(end.command, nonce: end.requestNonce)?.state == .ended)
            #expect(try await host.quiet().isEmpty)
            let answer = try await host.ask(request.again())
            #expect(answer.last == .end(.signal(try #require(SignalNumber("TERM")))))
            try await host.close()
        }

        @Test("ends also what has left the script's session", arguments: Shell.posix)
        func endsEscaped(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let request = EnsureRequest.running(
                "#!/usr/bin/dash\n(/usr/bin/setsid /usr/bin/sleep 100 &) ; echo ready; sleep 100")
            let process = try host.start(request.command)
            _ = await host.read(process, of: request) { $0.text == "ready\n" }
            let end = EndRequest(place: request.place, requestNonce: .fresh())
            #expect(try await host.ask(end.command, nonce: end.requestNonce)?.state == .ended)
            #expect(try await host.quiet().isEmpty)
            try await host.close()
        }

        @Test("kills what doesn't heed TERM once the grace is over", arguments: Shell.posix)
        func kills(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let request = EnsureRequest.running(
                "#!/usr/bin/dash\ntrap '' TERM; echo ready; while :; do sleep 100; done")
            let process = try host.start(request.command)
            _ = await host.read(process, of: request) { $0.text == "ready\n" }
            let end = EndRequest(
                place: request.place, requestNonce: .fresh(), grace: .milliseconds(200))
            #expect(try await host.ask(end.command, nonce: end.requestNonce)?.state == .ended)
            let answer = try await host.ask(request.again())
            #expect(answer.last == .end(.signal(try #require(SignalNumber("KILL")))))
            try await host.close()
        }

        @Test("ends a script that has a terminal", arguments: Shell.posix)
        func endsOnTerminal(shell: Shell) async throws {
            guard shell.isThere, Tool.isThere("tmux") else { return }
            let host = try LocalHost(sh: shell)
            var request = EnsureRequest.running(
                "#!/usr/bin/dash\ntrap 'exit 9' TERM; sleep 100 & echo ready; wait")
            request.usesTTY = true
            let process = try host.start(request.command)
            _ = await host.read(process, of: request) { $0.text.hasPrefix("ready") }
            let end = EndRequest(place: request.place, requestNonce: .fresh())
            #expect(try await host.ask(end.command, nonce: end.requestNonce)?.state == .ended)
            let answer = try await host.ask(request.again())
            #expect(answer.last == .end(.code(9)))
            try await host.close()
        }

        @Test("lets the script's own answer to TERM be its end")
        func lets() async throws {
            let host = try LocalHost()
            let request = EnsureRequest.running(
                "#!/usr/bin/dash\ntrap 'echo bye; exit 9' TERM; echo ready; while :; do sleep 0.1; done"
            )
            let process = try host.start(request.command)
            let answer = await host.read(process, of: request) { $0.text == "ready\n" }
            #expect(answer.last == nil)
            let end = EndRequest(place: request.place, requestNonce: .fresh())
            #expect(try await host.ask(end.command, nonce: end.requestNonce)?.state == .ended)
            let later = try await host.ask(request.again())
            // dash may say `Terminated` of its sleep in between.
            #expect(later.text.hasPrefix("ready\n") && later.text.hasSuffix("bye\n"))
            #expect(later.last == .end(.code(9)))
            try await host.close()
        }

        @Test("of one that had not begun keeps it from ever beginning", arguments: Shell.posix)
        func prevents(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let request = EnsureRequest.running("echo started")
            let end = EndRequest(place: request.place, requestNonce: .fresh())
            #expect(try await host.ask(end.command, nonce: end.requestNonce)?.state == .withdrawn)
            let answer = try await host.ask(request)
            #expect(answer.text == "" && answer.last == nil)
            #expect(answer.header?.state == .withdrawn)
            // Asked twice, it is as withdrawn as before.
            #expect(try await host.ask(end.command, nonce: end.requestNonce)?.state == .withdrawn)
            try await host.close()
        }

        @Test("removes a finished job and no running one", arguments: Shell.posix)
        func cleans(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let request = EnsureRequest.running("echo ready; exec sleep 100")
            let process = try host.start(request.command)
            _ = await host.read(process, of: request) { $0.text == "ready\n" }
            func clean() async throws -> AnswerHeader.State? {
                let clean = CleanRequest(place: request.place, requestNonce: .fresh())
                return try await host.ask(clean.command, nonce: clean.requestNonce)?.state
            }
            #expect(try await clean() == .running)
            let end = EndRequest(place: request.place, requestNonce: .fresh())
            #expect(try await host.ask(end.command, nonce: end.requestNonce)?.state == .ended)
            #expect(try await clean() == .removed)
            #expect(try await clean() == .missing)
            let spool = "\(host.home)/.local/state/flotilla/spool"
            #expect(try FileManager.default.contentsOfDirectory(atPath: spool) == [])
            try await host.close()
        }
    }
}
