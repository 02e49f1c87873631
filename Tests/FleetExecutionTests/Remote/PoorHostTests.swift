import FleetCore
import Foundation
import Testing

@testable import FleetExecution

extension RemoteProgramOnRealShells {
    @Suite("A host that lacks something, under each sh")
    struct PoorHostTests {
        @Test("without tmux runs the script and says so", arguments: Shell.posix)
        func lacksTmux(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell, hidden: ["tmux"])
            let answer = try await host.ask(.running("#!/usr/bin/dash\necho hi; kill -KILL $$"))
            #expect(answer.header?.notices == [.noTmux])
            #expect(answer.text == "hi\n")
            #expect(answer.last == .end(.signal(try #require(SignalNumber("KILL")))))
            try await host.close()
        }

        @Test(
            "that has busybox for all programs tells true ends all the same",
            arguments: [
                ("exit 0", "exit 0"), ("exit 137", "exit 137"), ("kill -KILL $$", "SIGKILL"),
                ("kill -INT $$", "SIGINT"), ("kill -PIPE $$", "SIGPIPE"),
            ])
        func isBusybox(script: String, end: String) async throws {
            guard Shell.busybox.isThere else { return }
            let host = try LocalHost(sh: .busybox, isBusybox: true)
            let request = EnsureRequest.running("#!/usr/bin/dash\n/usr/bin/seq 9999; \(script)")
            let answer = try await host.ask(request)
            #expect(answer.header?.notices == [])
            #expect(answer.output.count == 48_888)
            let status = try #require(answer.status)
            #expect(status.description == end)
            try await host.quiet()
            let rest = try await host.ask(request.again(from: 48_880))
            #expect(rest.output == answer.output.suffix(8))
            #expect(rest.last == .end(status))
            try await host.close()
        }

        @Test(
            "with a tmux that can't start runs the script and says why",
            arguments: ["no server", "need UTF-8 locale (LC_CTYPE) but have POSIX"])
        func hasBrokenTmux(words: String) async throws {
            let host = try LocalHost(hidden: ["tmux"])
            let file = "\(host.root)/bin/tmux"
            try Data("#!/usr/bin/dash\necho '\(words)' >&2; exit 1\n".utf8).write(
                to: URL(fileURLWithPath: file))
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file)
            let answer = try await host.ask(.running("echo hi"))
            #expect(answer.header?.notices == [.tmuxFailed])
            #expect(answer.header?.text == words)
            #expect(answer.text == "hi\n")
            try await host.close()
        }

        @Test(
            "whose setsid can't wait still gives exit codes", arguments: Shell.posix,
            [0, 3, 137] as [UInt8])
        func lacksSetsid(shell: Shell, code: UInt8) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell, hidden: ["setsid"])
            let answer = try await host.ask(.running("echo hi; exit \(code)"))
            #expect(answer.text == "hi\n")
            #expect(answer.last == .end(.code(code)))
            try await host.close()
        }

        @Test(
            "whose home can't be written to keeps the spool elsewhere, and finds it again",
            arguments: Shell.posix)
        func lacksHome(shell: Shell) async throws {
            guard shell.isThere else { return }
            let host = try LocalHost(sh: shell, environment: ["HOME": "/proc/self"])
            let name = host.environment["LOGNAME"] ?? ""
            defer { try? FileManager.default.removeItem(atPath: "/var/tmp/flotilla-\(name)") }
            let request = EnsureRequest.running("echo hi; exit 2")
            let answer = try await host.ask(request)
            #expect(answer.header?.notices == [.spoolElsewhere])
            #expect(answer.header?.folder?.hasPrefix("/var/tmp/flotilla-\(name)/") == true)
            #expect(answer.last == .end(.code(2)))
            let again = try await host.ask(request.again())
            #expect(again.text == "hi\n")
            #expect(again.last == .end(.code(2)))
            try await host.close()
        }

        @Test("on which another's folder or link lies in wait isn't fooled by it")
        func distrustsLinks() async throws {
            let host = try LocalHost(environment: ["HOME": "/proc/self"])
            let name = host.environment["LOGNAME"] ?? ""
            let files = FileManager.default
            try files.createSymbolicLink(
                atPath: "/var/tmp/flotilla-\(name)", withDestinationPath: host.root)
            defer {
                try? files.removeItem(atPath: "/var/tmp/flotilla-\(name)")
                try? files.removeItem(atPath: "/tmp/flotilla-\(name)")
            }
            let answer = try await host.ask(.running("echo hi"))
            #expect(answer.header?.folder?.hasPrefix("/tmp/flotilla-\(name)/") == true)
            #expect(answer.text == "hi\n")
            try await host.close()
        }

        @Test("on which no folder can be made says so")
        func lacksEverything() async throws {
            let host = try LocalHost(environment: ["HOME": "/proc/self", "LOGNAME": "no/such"])
            let answer = try await host.ask(.running("echo hi"))
            #expect(answer.header?.failure == .folder)
            try await host.close()
        }
    }

    @Suite("A person who attaches to a job's session")
    struct AttachTests {
        @Test("sees the spool, and leaves no session behind")
        func showsSpool() async throws {
            guard Tool.isThere("tmux") else { return }
            let host = try LocalHost()
            let request = EnsureRequest.running(
                #"echo hello; until [ -e "$HOME/go" ]; do sleep 0.02; done"#)
            let process = try host.start(request.command)
            // A control client is one that attaches without a terminal.
            let attach = RemoteCommand(
                text: "exec tmux -L flotilla -C attach -t "
                    + request.place.sessionName(nonce: request.jobNonce), endsInput: false)
            var viewer: LocalProcess?
            _ = await host.read(process, of: request) { answer in
                if answer.text == "hello\n", viewer == nil { viewer = try? host.start(attach) }
                return viewer != nil
            }
            let client = try #require(viewer)
            var seen = ""
            while case .standardOutput(let bytes) = await client.next() {
                seen += String(decoding: bytes, as: UTF8.self)
                if seen.contains("hello") {
                    #expect(
                        FileManager.default.createFile(atPath: "\(host.home)/go", contents: nil))
                }
            }
            #expect(seen.contains("hello"))
            await client.finishInput(with: [])
            try await host.close()
        }
    }
}
