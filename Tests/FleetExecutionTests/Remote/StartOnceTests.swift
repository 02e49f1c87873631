import FleetCore
import Foundation
import Testing

@testable import FleetExecution

extension RemoteProgramOnRealShells {
    @Suite("A launch that is cut or raced, under each sh")
    struct StartOnceTests {
        /// Counts its starts, and prints how many there were.
        static let script = #"echo start >>"$HOME/starts"; cat "$HOME/starts"; exit 7"#

        @Test("starts nothing while the payload is not whole", arguments: Shell.posix)
        func needsWholePayload(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let request = EnsureRequest.running(Self.script)
            let input = request.command.input
            for count in Set([0, 1, input.count / 3, input.count - 60, input.count - 1]).sorted() {
                let cut = RemoteCommand(
                    text: request.command.text, input: Array(input.prefix(count)), endsInput: true)
                let answer = await host.read(try host.start(cut), of: request)
                #expect(answer.header?.state == .failed)
                #expect(answer.header?.failure == .payload)
            }
            var altered = input
            altered[input.count - 1] ^= 1
            let command = RemoteCommand(text: request.command.text, input: altered, endsInput: true)
            let answer = await host.read(try host.start(command), of: request)
            #expect(answer.header?.failure == .payload)
            #expect(throws: (any Error).self) { try host.text("starts") }
            try await host.startsOnce(request)
        }

        /// The launcher is killed in front of its first, second, … external program, so at each point where
        /// the outer world can see a difference.
        @Test("starts the script once, wherever the launcher is killed", arguments: Shell.posix)
        func survivesKill(shell: Shell) async throws {
            guard shell.isThere else { return }
            for point in 1...8 {
                let host = try LocalHost(sh: shell)
                try host.trapTools(
                    ["mkdir", "mkfifo", "head", "cksum", "tmux", "sleep"], at: point)
                let request = EnsureRequest.running(Self.script)
                // The client is still there or has left with the launcher; both must do.
                let process = try host.start(request.command)
                _ = await host.read(process, of: request) { _ in point.isMultiple(of: 2) }
                try await host.startsOnce(request)
            }
        }

        @Test(
            "starts the script once for requests that come at the same time", arguments: Shell.posix
        )
        func survivesRace(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let request = EnsureRequest.running(Self.script)
            let processes = try (0..<8).map { _ -> (LocalProcess, EnsureRequest) in
                let again = request.again(launch: .always)
                return (try host.start(again.command), again)
            }
            for (process, request) in processes {
                let answer = await host.read(process, of: request)
                #expect(answer.text == "start\n")
                #expect(answer.last == .end(.code(7)))
            }
            try await host.startsOnce(request)
        }

        @Test(
            "goes on to the end when the client leaves in the middle of it", arguments: Shell.posix)
        func survivesLeaving(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let request = EnsureRequest.running(Self.script)
            let cut = RemoteCommand(
                text: request.command.text, input: request.command.input, endsInput: true)
            _ = await host.read(try host.start(cut), of: request)
            try await host.quiet()
            #expect(try host.text("starts") == "start\n")
            try await host.startsOnce(request)
        }

        @Test("starts nothing under another boot than it may", arguments: Shell.posix)
        func startsUnderBoot(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let request = EnsureRequest.running(Self.script)
            let refused = try await host.ask(request.again(launch: .under(BootIdentity("another"))))
            let header = try #require(refused.header)
            #expect(header.state == .missing)
            #expect(try #require(header.uptime) > .zero)
            #expect(throws: (any Error).self) { try host.text("starts") }
            let started = try await host.ask(request.again(launch: .under(header.boot)))
            #expect(started.text == "start\n" && started.last == .end(.code(7)))
            try await host.startsOnce(request)
        }

        @Test("of 40 jobs at once on one machine starts each")
        func startsMany() async throws {
            let host = try LocalHost()
            let requests = (0..<40).map {
                EnsureRequest.running("echo \($0)", place: .sample(host: "h\($0)"))
            }
            let processes = try requests.map { try host.start($0.command) }
            for (index, process) in processes.enumerated() {
                let answer = await host.read(process, of: requests[index])
                #expect(answer.text == "\(index)\n")
                #expect(answer.last == .end(.code(0)))
            }
            try await host.close()
        }
    }
}

extension LocalHost {
    /// Makes `request` until it is answered by an end; then the script must have started once.
    fileprivate func startsOnce(
        _ request: EnsureRequest, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await ask(request.again(launch: .always))
        #expect(answer.text == "start\n", "\(answer)", sourceLocation: sourceLocation)
        #expect(answer.last == .end(.code(7)), sourceLocation: sourceLocation)
        try await close(sourceLocation: sourceLocation)
    }

    /// Puts a trap in front of `tools`: the `point`-th call of any of them kills its caller, once.
    fileprivate func trapTools(_ tools: [String], at point: Int) throws {
        for tool in tools {
            let path = try #require(Tool.path(of: tool))
            let trap = """
                #!/usr/bin/dash
                echo x >>'\(root)/calls'
                [ "$(/usr/bin/wc -l <'\(root)/calls')" = \(point) ] && kill -9 $PPID && exit 1
                exec \(path) "$@"

                """
            let file = "\(root)/bin/\(tool)"
            try Data(trap.utf8).write(to: URL(fileURLWithPath: file))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o700], ofItemAtPath: file)
        }
    }
}
