import FleetCore
import Foundation
import Testing

@testable import FleetExecution

extension RemoteProgramOnRealShells {
    /// A small disk takes root to mount; elsewhere these are left out.
    @Suite("A disk that the script fills, under each sh", .enabled(if: geteuid() == 0))
    struct FullDiskTests {
        @Test("hides neither the script's end nor what was printed before", arguments: Shell.posix)
        func keepsEnd(shell: Shell) async throws {
            guard shell.isThere, let mount = Tool.path(of: "mount"),
                let unmount = Tool.path(of: "umount")
            else { return }
            let host = try LocalHost(sh: shell)
            func run(_ command: String) async throws -> RemoteExit {
                let process = try host.start(RemoteCommand(text: "exec \(command)"))
                while true { if case .ended(let exit) = await process.next() { return exit } }
            }
            // Without the right to mount, as in a container, there is nothing to try.
            guard
                try await run("\(mount) -t tmpfs -o size=256k none \(host.home)") == .code(0)
            else {
                Tool.leaveOut("the right to mount")
                return try await host.close()
            }
            // The output fills its last block, so that the end mark would need another.
            let request = EnsureRequest.running(
                "#!/usr/bin/dash\nprintf %4096s x; dd if=/dev/zero of=\"$HOME/fill\" bs=1k 2>/dev/null; exit 5"
            )
            for request in [request, request.again(), request.again(from: 4096)] {
                let answer = try await host.ask(request)
                #expect(answer.output.count == 4096 - Int(request.offset.bytes))
                #expect(answer.last == .end(.code(5)))
                try await host.quiet()
            }
            // With room again, the mark gets into the spool.
            try FileManager.default.removeItem(atPath: "\(host.home)/fill")
            let answer = try await host.ask(request.again())
            #expect(answer.last == .end(.code(5)))
            #expect(try host.size(of: request) > 4096)
            try await host.quiet()
            #expect(try await run("\(unmount) -l \(host.home)") == .code(0))
            try await host.close()
        }
    }
}

extension LocalHost {
    /// The length of a job's spool, in bytes.
    fileprivate func size(of request: EnsureRequest) throws -> Int {
        try Data(contentsOf: URL(fileURLWithPath: "\(folder(of: request))/out")).count
    }
}
