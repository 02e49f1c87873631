import FleetCore
import Foundation
import Testing

@testable import FleetExecution

extension RemoteProgramOnRealShells {
    @Suite("A script's output, under each sh")
    struct OutputTests {
        @Test(
            "comes byte for byte: NULs, bad UTF-8, control bytes, no final newline",
            arguments: Shell.posix)
        func isExact(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let answer = try await host.ask(
                .running(#"printf 'a\0b\377\n\036flotilla 1 x\036\r\nno newline'"#))
            #expect(
                answer.output == Array("a\0b".utf8) + [0xff]
                    + Array("\n\u{1e}flotilla 1 x\u{1e}\r\nno newline".utf8))
            #expect(answer.last == .end(.code(0)))
            try await host.close()
        }

        @Test("comes whole when it is large, and goes on from any offset", arguments: Shell.posix)
        func resumes(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let request = EnsureRequest.running("seq 1 600000")
            let whole = try await host.ask(request)
            #expect(whole.output.count == 4_088_895)
            #expect(whole.last == .end(.code(0)))
            try await host.quiet()
            for offset in [0, 1, 4_000_000, 4_088_895] as [UInt64] {
                let rest = try await host.ask(request.again(from: offset))
                #expect(rest.header?.state == .exited)
                #expect(rest.output == Array(whole.output[Int(offset)...]))
                #expect(rest.last == .end(.code(0)))
                #expect(rest.exit == .code(0), "it leaves by itself")
            }
            try await host.close()
        }

        @Test("goes on only behind a copy that is its beginning", arguments: Shell.posix)
        func compares(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let request = EnsureRequest.running("seq 1 1000")
            let whole = try await host.ask(request)
            for (copy, state) in [
                (Array(whole.output.prefix(500)), AnswerHeader.State.exited), ([], .exited),
                (Array(whole.output.prefix(499)) + [0], .differs),
                (whole.output + Array("more".utf8), .differs),
            ] {
                var again = request.again(from: UInt64(copy.count))
                again.unverified = LogPrefixes(
                    checksum: PosixChecksum.of(copy), errorChecksum: PosixChecksum.of([]))
                let answer = try await host.ask(again)
                #expect(answer.header?.state == state)
                let isRest = answer.output == Array(whole.output.dropFirst(copy.count))
                #expect(state == .differs ? answer.output.isEmpty : isRest)
            }
            try await host.close()
        }

        @Test("keeps standard error apart where that is asked for", arguments: Shell.posix)
        func splits(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            var request = EnsureRequest.running("echo out; echo err >&2; exit 4")
            request.splitsStandardError = true
            for again in [request, request.again()] {
                let answer = try await host.ask(again)
                #expect(answer.text == "out\n")
                #expect(String(decoding: answer.errors, as: UTF8.self) == "err\n")
                #expect(answer.last == .end(.code(4)))
                #expect(answer.lastOfErrors == .end(.code(4)))
            }
            try await host.close()
        }

        @Test("of a terminal is all there when the script has ended", arguments: Shell.posix)
        func hasTerminal(shell: Shell) async throws {
            guard shell.isThere, Tool.isThere("tmux") else { return }
            let host = try LocalHost(sh: shell)
            var request = EnsureRequest.running(
                "test -t 0 && test -t 1 && test -t 2 && echo $TERM; seq 1 20000; exit 5")
            request.usesTTY = true
            let answer = try await host.ask(request)
            let lines = answer.text.split(whereSeparator: \.isNewline)
            #expect(
                lines.first?.hasPrefix("screen") == true || lines.first?.hasPrefix("tmux") == true)
            #expect(lines.count == 20_001)
            #expect(lines.last == "20000")
            #expect(answer.last == .end(.code(5)))
            try await host.close()
        }

        @Test("doesn't wait for what the script leaves behind", arguments: Shell.posix)
        func leavesBackground(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell)
            let answer = try await host.ask(.running("sleep 100 & echo $!"))
            #expect(answer.last == .end(.code(0)))
            let child = try #require(pid_t(answer.text.dropLast()))
            #expect(kill(child, SIGKILL) == 0, "it is alive")
            try await host.close()
        }

        @Test("arrives after text of login scripts, which is noise")
        func skipsNoise() async throws {
            let host = try LocalHost()
            let request = EnsureRequest.running("echo hello")
            let noisy = RemoteCommand(
                text: "echo welcome; printf 'no newline'; " + request.command.text,
                input: request.command.input, endsInput: false)
            let answer = await host.read(try host.start(noisy), of: request)
            #expect(answer.noise == "welcome\nno newline")
            #expect(answer.text == "hello\n")
            try await host.close()
        }
    }
}
